/** What is true of the pages' files without a browser. */
@NullMarked
package io.factorial.dashboard.pages;

import org.jspecify.annotations.NullMarked;
