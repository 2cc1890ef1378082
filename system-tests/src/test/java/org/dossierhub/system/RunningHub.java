package org.dossierhub.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.OwnProcess;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One hub for all system tests: started by {@code ./hub up} in a folder of the build, filled by the
 * administrator, stopped at the end. Tests ask for a {@link DemonstrationWorld}.
 */
final class RunningHub implements ParameterResolver {
  private static final Path CHECKOUT = Path.of(System.getProperty("hub.checkout")).normalize();
  private static final Path HOME = Path.of(System.getProperty("hub.home")).toAbsolutePath();

  private record Started(DemonstrationWorld world)
      implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      world.close();
      hub("down");
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DemonstrationWorld.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Started.class, key -> start(), Started.class)
        .world();
  }

  private static Started start() {
    DemonstrationWorld.prepare(HOME);
    hub("up");
    var world = DemonstrationWorld.of(Installation.at(CHECKOUT, HOME));
    world.register();
    return new Started(world);
  }

  /** Runs the launcher script as a user would; fails with its words when it fails. */
  static String hub(String... arguments) {
    var command = new java.util.ArrayList<>(List.of(CHECKOUT.resolve("hub").toString()));
    command.addAll(List.of(arguments));
    var process =
        OwnProcess.start(
            "hub " + arguments[0],
            command,
            Map.of("HUB_HOME", HOME.toString(), "HUB_NO_BUILD", "1"),
            HOME.resolve("logs").resolve("hub-" + arguments[0] + ".log"));
    if (process.await(Duration.ofMinutes(5)) != 0) {
      throw new IllegalStateException(
          "./hub " + String.join(" ", arguments) + " failed:\n" + process.output());
    }
    return process.output();
  }

  static Path home() {
    return HOME;
  }
}
