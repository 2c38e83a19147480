package io.factorial.cli.demo;

import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tools that read the files of the owner that a task is run for. */
final class ReadingTools {

  private final Folders folders;

  ReadingTools(Folders folders) {
    this.folders = folders;
  }

  @Tool("List the files of your folder")
  List<String> listFiles(ToolContext ctx) {
    return folders.names(ctx.ownerId());
  }

  @Tool("Read a text file of your folder")
  ToolResult readFile(@Param("Name of the file") String path, ToolContext ctx) throws IOException {
    Optional<Path> file = existing(path, ctx);
    return file.isPresent() ? ToolResult.of(Files.readString(file.get())) : missing(path, ctx);
  }

  @Tool("Count the lines and words of a text file of your folder")
  ToolResult countFile(@Param("Name of the file") String path, ToolContext ctx) throws IOException {
    Optional<Path> file = existing(path, ctx);
    return file.isPresent() ? ToolResult.of(Count.of(file.get())) : missing(path, ctx);
  }

  private Optional<Path> existing(String path, ToolContext ctx) {
    return folders.file(ctx.ownerId(), path).filter(Files::isRegularFile);
  }

  private ToolResult missing(String path, ToolContext ctx) {
    return ToolResult.failed(
        "file: " + path + " (expected: one of " + folders.names(ctx.ownerId()) + ")");
  }

  /** How long a file is. */
  record Count(long lines, long words) {

    static Count of(Path file) throws IOException {
      String text = Files.readString(file);
      return new Count(
          text.lines().count(), text.isBlank() ? 0 : text.strip().split("\\s+").length);
    }
  }
}
