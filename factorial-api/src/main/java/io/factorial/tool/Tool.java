package io.factorial.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that a model may call. Its parameters become the tool's parameters; those of type
 * {@link ToolContext} and {@link io.factorial.run.RunContext} are given by the run and never read
 * from the model's JSON. What it returns is the call's result, a {@link ToolResult} decides more; a
 * method without a result answers {@code done}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tool {

  /**
   * What the tool does, for the model.
   *
   * @return the description
   */
  String value();

  /**
   * The tool's name: {@code [a-zA-Z0-9_-]{1,64}}.
   *
   * @return the name; empty for the method's name
   */
  String name() default "";

  /**
   * What is done with a call of which nobody knows whether it was made.
   *
   * @return the policy
   */
  Replay replay() default Replay.IDEMPOTENT;

  /**
   * Whether a call runs alone, not beside the other calls of its turn.
   *
   * @return whether it runs alone
   */
  boolean sequential() default false;

  /**
   * Whether a person must approve each call before it is made.
   *
   * @return whether each call needs an approval
   */
  boolean needsApproval() default false;

  /**
   * How long a call may run.
   *
   * @return the time in milliseconds; 0 for the turn's timeout
   */
  long timeoutMillis() default 0;
}
