package org.dossierhub.exchange.message;

/**
 * As long as it is open, classes that this thread looks up by name are those of the Java platform.
 * The validator of the JDK looks for a class of its own each time it begins; in an application
 * server the application's libraries, its parents and the modules of the server would be searched
 * for it in vain first, with an exception from each.
 *
 * <pre>{@code
 * try (var names = PlatformNames.open()) { … }
 * }</pre>
 */
public final class PlatformNames implements AutoCloseable {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private PlatformNames() {}

  public static PlatformNames open() {
    var names = new PlatformNames();
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    return names;
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
