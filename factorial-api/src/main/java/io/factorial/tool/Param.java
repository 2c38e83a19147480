package io.factorial.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a parameter of a tool, or a component of a record that is bound to JSON. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Param {

  /**
   * What it means, for the model.
   *
   * @return the description; empty for none
   */
  String value() default "";

  /**
   * Its name in JSON.
   *
   * @return the name; empty for the Java name
   */
  String name() default "";

  /**
   * Its value when the model gives none: JSON text, or plain text for a string.
   *
   * @return the value; empty for none, which makes it required
   */
  String defaultValue() default "";
}
