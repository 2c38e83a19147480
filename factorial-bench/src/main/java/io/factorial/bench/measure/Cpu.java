package io.factorial.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes took of processor and memory, by what the system says of them. */
public final class Cpu {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double BYTES_PER_KB = 1024;

  private Cpu() {}

  /**
   * The processor time of this process so far.
   *
   * @return microseconds
   */
  public static double ownMicros() {
    return SYSTEM.getProcessCpuTime() / NANOS_PER_MICRO;
  }

  /**
   * The processor time of another process so far.
   *
   * @param process the process; once it has ended, its time is not known
   * @return microseconds
   */
  public static double micros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS_PER_MICRO;
  }

  /**
   * The memory of this process that is resident.
   *
   * @return bytes; 0 where the system does not say
   */
  public static long residentBytes() {
    return residentBytes(ProcessHandle.current().pid());
  }

  /**
   * The memory of a process that is resident.
   *
   * @param pid the process
   * @return bytes; 0 where the system does not say
   */
  public static long residentBytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kb -> (long) (Long.parseLong(kb) * BYTES_PER_KB))
          .findFirst()
          .orElse(0);
    } catch (IOException unknown) {
      return 0;
    }
  }
}
