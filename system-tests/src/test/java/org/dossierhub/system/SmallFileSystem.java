package org.dossierhub.system;

import java.nio.file.Path;
import java.util.List;

/**
 * A file system in memory over one folder, with what lies in it, which only those see who are
 * started after it in the same {@link OwnMounts}, and which can be made as small as what lies in
 * it.
 */
record SmallFileSystem(OwnMounts mounts, Path folder) {

  /** With room enough for now; owner and rights are those of the folder. */
  static SmallFileSystem over(OwnMounts mounts, Path folder) {
    var small = new SmallFileSystem(mounts, folder);
    mounts.run(
        "mkdir -p \"$1\" && mount -t tmpfs -o size=2g,mode=700 hub \"$1\""
            + " && cp -a \"$0\"/. \"$1\" && mount --bind \"$1\" \"$0\"",
        folder,
        small.memory());
    return small;
  }

  private Path memory() {
    return folder.resolveSibling(folder.getFileName() + "-in-memory");
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
    mounts.run("mount -t tmpfs -o remount,size=" + size + " hub \"$0\"", folder);
  }

  /** Puts what lies in it into the folder itself; nobody may have a file of it open. */
  void putBack() {
    mounts.run(
        "umount \"$0\" && find \"$0\" -mindepth 1 -delete && cp -a \"$1\"/. \"$0\""
            + " && umount \"$1\" && rmdir \"$1\"",
        folder,
        memory());
  }

  /** Names of the files in a folder below. */
  List<String> files(String below) {
    return mounts
        .run("find \"$0\" -type f -printf '%f\\n'", folder.resolve(below))
        .lines()
        .toList();
  }

  /** What a file in it says. */
  String text(String file) {
    return mounts.run("cat \"$0\"", folder.resolve(file));
  }
}
