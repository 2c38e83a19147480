package io.factorial.it.browser;

import com.google.inject.Module;
import io.factorial.inmemory.InMemoryModule;

final class DashboardInMemoryTest extends DashboardWalk {
  @Override
  Module store() {
    return new InMemoryModule();
  }

  @Override
  String adapter() {
    return "in-memory";
  }
}
