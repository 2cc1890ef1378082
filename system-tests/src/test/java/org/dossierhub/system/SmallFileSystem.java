package org.dossierhub.system;

import java.nio.file.Path;
import java.util.List;
import org.dossierhub.system.drill.Blow.Part;
import org.dossierhub.system.drill.HubProcesses;

/**
 * A file system in memory over one folder, with what lies in it, which only the server sees that is
 * started with it, and which can be made as small as what lies in it.
 */
record SmallFileSystem(OwnMounts mounts, Path folder) {

  /** Starts the parts of the hub that do not run, with room enough in the folder. */
  static SmallFileSystem upWith(HubProcesses hub, Path folder) {
    var mounts = new OwnMounts(hub);
    mounts.upAfter(
        "mkdir -p \"$1\" && mount -t tmpfs -o size=2g,mode=700 hub \"$1\""
            + " && cp -a \"$0\"/. \"$1\" && mount --bind \"$1\" \"$0\"",
        List.of(folder.toString(), folder + "-in-memory"));
    return new SmallFileSystem(mounts, folder);
  }

  /** Leaves room for so many KiB. */
  void leaveRoomFor(int kibibytes) {
    resize("$(($(df -k --output=used \"$0\" | tail -n 1) + %d))k".formatted(kibibytes));
  }

  void makeRoom() {
    resize("2g");
  }

  /** With type and source, or mount repeats the owner, whom a user namespace does not know. */
  private void resize(String size) {
    inside("mount -t tmpfs -o remount,size=" + size + " hub \"$0\"");
  }

  /** Puts what lies in it where others find it. */
  void copyTo(Path target) {
    inside("mkdir -p '%1$s' && cp -a \"$0\"/. '%1$s'".formatted(target));
  }

  /** Names of the files in a folder below. */
  List<String> files(String below) {
    return inside("find \"$0\"/'%s' -type f -printf '%%f\\n'".formatted(below)).lines().toList();
  }

  /** What a file in it says. */
  String text(String file) {
    return inside("cat \"$0\"/'" + file + "'");
  }

  private String inside(String script) {
    var server = mounts.hub().find(Part.SERVER).orElseThrow();
    return mounts.inside(server, script, List.of(folder.toString()));
  }
}
