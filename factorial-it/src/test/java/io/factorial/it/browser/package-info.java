/** The dashboard's pages in a real browser, on a running orchestrator with real tasks. */
@NullMarked
package io.factorial.it.browser;

import org.jspecify.annotations.NullMarked;
