package org.dossierhub.exchange.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Set;

/**
 * Takes every means of tracking a session from the servlet container: what the hub remembers is in
 * the database ({@link Session}), and no library can make the container set a cookie of its own.
 */
@WebListener
public class NoServletSessions implements ServletContextListener {

  @Override
  public void contextInitialized(ServletContextEvent starting) {
    starting.getServletContext().setSessionTrackingModes(Set.of());
  }
}
