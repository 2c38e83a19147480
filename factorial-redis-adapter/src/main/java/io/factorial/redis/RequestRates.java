package io.factorial.redis;

import io.factorial.llm.ModelName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests per minute of models, shared by all workers. */
interface RequestRates {
  /** Requests are counted by the script that counts tokens: where the time is a test clock's. */
  RequestRates BY_SCRIPT =
      new RequestRates() {
        @Override
        public boolean isApart() {
          return false;
        }

        @Override
        public Duration take(ModelName model) {
          return Duration.ZERO;
        }

        @Override
        public void configure(ModelName model, @Nullable Integer perMinute) {}
      };

  /** Whether requests are counted here, and not by the script that counts tokens. */
  boolean isApart();

  /** Takes one request; nothing when it may be made now, else when to ask again. */
  Duration take(ModelName model);

  /** Sets the rate; null for none. */
  void configure(ModelName model, @Nullable Integer perMinute);
}
