package io.factorial.dashboard;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.factorial.dashboard.http.Route;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.port.Extension;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Adds the dashboard and the HTTP control plane to an orchestrator; they start and end with it. For
 * one orchestrator.
 */
public final class DashboardModule extends AbstractModule {
  private final ObservabilityConfig config;
  private final Dashboard dashboard;

  /** Adds them at the default address, on this machine only. */
  public DashboardModule() {
    this(ObservabilityConfig.defaults());
  }

  /**
   * Adds them.
   *
   * @param config where they are reached, and by whom; one that is not enabled adds nothing
   */
  public DashboardModule(ObservabilityConfig config) {
    this.config = config;
    this.dashboard = new Dashboard(config);
  }

  @Override
  protected void configure() {
    if (config.enabled()) {
      Multibinder.newSetBinder(binder(), Extension.class).addBinding().toInstance(dashboard);
    }
  }

  /**
   * Where the dashboard is, with the port in use.
   *
   * @return its address; empty before the orchestrator has started, and where it is not enabled
   */
  public Optional<URI> address() {
    return dashboard.address();
  }

  List<Route> routes() {
    return dashboard.routes();
  }
}
