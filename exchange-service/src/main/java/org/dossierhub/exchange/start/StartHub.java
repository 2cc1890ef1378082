package org.dossierhub.exchange.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.store.Migrate;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;

/**
 * What happens when the application starts: settings, database, initial data, then {@link
 * HubStarted} for everything that runs in the background. Any exception here means that the
 * application does not start.
 */
@ApplicationScoped
public class StartHub {
  private static final Logger LOG = Correlation.logger(StartHub.class);

  private final Settings settings;
  private final Migrate migrate;
  private final LoadInitialData initialData;
  private final Event<HubStarted> started;

  /** For the container's proxy. */
  protected StartHub() {
    this(null, null, null, null);
  }

  @Inject
  public StartHub(
      Settings settings, Migrate migrate, LoadInitialData initialData, Event<HubStarted> started) {
    this.settings = settings;
    this.migrate = migrate;
    this.initialData = initialData;
    this.started = started;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    migrate.toThisVersion();
    initialData.load();
    started.fire(new HubStarted());
    LOG.info(
        () -> "Dossier Hub " + settings.hub().code() + " serves " + settings.hub().publicUrl());
  }
}
