package io.factorial.tool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a method that a model may call, such as {@code weather::getWeather}. Serializable,
 * so that the method behind the reference can be found; a lambda has none and is refused.
 */
public sealed interface ToolMethod extends Serializable {

  /**
   * A method with no parameters.
   *
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M0<R extends @Nullable Object> extends ToolMethod {

    /**
     * Calls the method.
     *
     * @return the result
     * @throws Exception what the method throws
     */
    R call() throws Exception;
  }

  /**
   * A method with one parameter.
   *
   * @param <A> the first parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M1<A extends @Nullable Object, R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a) throws Exception;
  }

  /**
   * A method with two parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M2<
          A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a, B b) throws Exception;
  }

  /**
   * A method with three parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M3<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a, B b, C c) throws Exception;
  }

  /**
   * A method with four parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M4<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a, B b, C c, D d) throws Exception;
  }

  /**
   * A method with five parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <E> the fifth parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M5<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a, B b, C c, D d, E e) throws Exception;
  }

  /**
   * A method with six parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <D> the fourth parameter
   * @param <E> the fifth parameter
   * @param <F> the sixth parameter
   * @param <R> the result
   */
  @FunctionalInterface
  non-sealed interface M6<
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      extends ToolMethod {

    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @param f the sixth argument
     * @return the result
     * @throws Exception what the method throws
     */
    R call(A a, B b, C c, D d, E e, F f) throws Exception;
  }
}
