/**
 * The files that make the pages, from the jar. Start at {@link
 * io.factorial.dashboard.pages.StaticPages}.
 */
@NullMarked
package io.factorial.dashboard.pages;

import org.jspecify.annotations.NullMarked;
