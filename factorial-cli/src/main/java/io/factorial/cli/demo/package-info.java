/**
 * {@code factorial demo}: the main job of Factorial on one screen. Start at {@link DemoCommand},
 * then {@link Demo}.
 */
@NullMarked
package io.factorial.cli.demo;

import org.jspecify.annotations.NullMarked;
