package io.factorial.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryModuleTest {
  @Test
  void everyPortIsBoundOnce() {
    Injector injector = Guice.createInjector(new InMemoryModule());
    for (Class<?> port :
        List.of(TaskQueue.class, TaskStore.class, EventBus.class, ModelLimits.class)) {
      assertThat(injector.getInstance(port)).isSameAs(injector.getInstance(port));
    }
  }

  @Test
  void injectorsOfOneModuleObjectShareAStore() {
    InMemoryModule module = new InMemoryModule();
    TaskQueue one = Guice.createInjector(module).getInstance(TaskQueue.class);
    TaskQueue other = Guice.createInjector(module).getInstance(TaskQueue.class);
    TaskQueue apart = Guice.createInjector(new InMemoryModule()).getInstance(TaskQueue.class);
    assertThat(one).isSameAs(other).isNotSameAs(apart);
  }

  @Test
  void nothingButTheModuleIsPublic() {
    assertThat(List.of(InMemoryTaskQueue.class, Store.class, StoredTask.class, Events.class))
        .noneMatch(type -> Modifier.isPublic(type.getModifiers()));
  }
}
