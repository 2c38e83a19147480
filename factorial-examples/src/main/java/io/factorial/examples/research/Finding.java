package io.factorial.examples.research;

import io.factorial.tool.Param;
import java.util.List;

/** How a researcher answers one question. The model chooses which of the two it is. */
public sealed interface Finding {

  /**
   * The documents know.
   *
   * @param facts what they say
   * @param sources their titles
   */
  record Found(@Param("One sentence each") List<String> facts, List<String> sources)
      implements Finding {}

  /**
   * The documents do not know.
   *
   * @param why what was looked for in vain
   */
  record NothingFound(String why) implements Finding {}
}
