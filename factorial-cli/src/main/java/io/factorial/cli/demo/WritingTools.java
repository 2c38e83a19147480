package io.factorial.cli.demo;

import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tools that change the files of the owner that a task is run for. */
final class WritingTools {

  private final Folders folders;

  WritingTools(Folders folders) {
    this.folders = folders;
  }

  @Tool("Write a text file into your folder, in place of what is there")
  ToolResult writeFile(
      @Param("Name of the file") String path, @Param("Its whole text") String text, ToolContext ctx)
      throws IOException {
    Optional<Path> file = folders.file(ctx.ownerId(), path);
    if (file.isEmpty()) {
      return ToolResult.failed("file: " + path + " (expected: a name inside your folder)");
    }
    Files.writeString(file.get(), text);
    return ToolResult.of(text.length() + " characters written to " + path);
  }

  @Tool("Replace each occurrence of a text in a file of your folder")
  ToolResult replaceText(
      @Param("Name of the file") String path,
      @Param("The text to look for, in its exact spelling") String find,
      @Param("The text to put in its place") String replacement,
      ToolContext ctx)
      throws IOException {
    Optional<Path> file = folders.file(ctx.ownerId(), path).filter(Files::isRegularFile);
    String text = file.isPresent() ? Files.readString(file.get()) : "";
    if (file.isEmpty() || find.isEmpty() || !text.contains(find)) {
      return ToolResult.failed("'" + find + "' does not occur in " + path);
    }
    Files.writeString(file.get(), text.replace(find, replacement));
    return ToolResult.of("replaced in " + path);
  }
}
