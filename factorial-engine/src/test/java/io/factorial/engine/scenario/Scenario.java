package io.factorial.engine.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which situations of {@code docs/reference/scenarios.md} a test is for. {@link ScenariosTest}
 * compares the two.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {
  /** The numbers of the situations. */
  int[] value();
}
