/**
 * {@code factorial example}: runs the examples without a key, each with a script that plays its
 * model. Start at {@link io.factorial.cli.example.ExampleCommand}.
 */
@NullMarked
package io.factorial.cli.example;

import org.jspecify.annotations.NullMarked;
