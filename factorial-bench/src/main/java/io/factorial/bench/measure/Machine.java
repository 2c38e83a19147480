package io.factorial.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import io.factorial.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured, and what else that machine was doing. */
public final class Machine {
  private static final long BYTES_PER_MB = 1 << 20;
  private static final double DIGITS = 100;

  private Machine() {}

  /**
   * Describes this machine as it is now.
   *
   * @return processor, cores, memory, kernel, Java, load
   */
  public static Json.Obj describe() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Json.Obj.of(
        "processor",
        processor(),
        "cores",
        system.getAvailableProcessors(),
        "memoryMb",
        system.getTotalMemorySize() / BYTES_PER_MB,
        "system",
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        "java",
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        "load",
        Math.round(system.getSystemLoadAverage() * DIGITS) / DIGITS);
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException unknown) {
      return "unknown";
    }
  }
}
