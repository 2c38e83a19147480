package io.factorial.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.llm.ModelName;
import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Enqueued;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.Held;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Rates;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.redis.server.LocalRedis;
import io.factorial.task.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that ask who comes, and servers that encrypt. */
class SecuredServerTest {
  private static final WorkerId WORKER = new WorkerId("worker");
  private static final ModelName MODEL = ModelName.parse("test:model");
  private static final Duration LEASE = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SECRET = "secret";

  /** The rights that docs/operations/redis.md names for the namespace {@code factorial}. */
  static final List<String> RIGHTS =
      List.of(
          "resetkeys",
          "~{factorial*",
          "~factorial:*",
          "~redisson_*:{factorial*",
          "resetchannels",
          "&{factorial*",
          "&redisson_*",
          "-@all",
          "+@hash",
          "+@sortedset",
          "+@list",
          "+@string",
          "+@set",
          "+@stream",
          "+@keyspace",
          "+@pubsub",
          "+@connection",
          "+@scripting",
          "-@dangerous",
          "+info",
          "+time");

  @Test
  void theRightsOfTheDocsSuffice() {
    try (LocalRedis server = LocalRedis.start()) {
      List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "bob", "on", ">" + SECRET));
      words.addAll(RIGHTS);
      server.command(words.toArray(String[]::new));
      RedisConfig config =
          RedisConfig.builder()
              .host("127.0.0.1")
              .port(server.port())
              .username("bob")
              .password(SECRET)
              .commandTimeout(PATIENCE)
              .build();

      work(config);
    }
  }

  @Test
  void connectionsAreEncrypted(@TempDir Path folder) throws Exception {
    Path keys = keys(folder);
    int port = freePort();
    String trusted = System.getProperty("javax.net.ssl.trustStore");
    System.setProperty("javax.net.ssl.trustStore", keys.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", SECRET + SECRET);
    try (LocalRedis server =
        LocalRedis.start(
            "--tls-port", Integer.toString(port),
            "--tls-cert-file", folder.resolve("cert.pem").toString(),
            "--tls-key-file", folder.resolve("key.pem").toString(),
            "--tls-auth-clients", "no")) {
      assertThat(server.isAlive()).isTrue();

      RedisConfig.Builder patient = RedisConfig.builder().commandTimeout(PATIENCE);
      work(patient.host("127.0.0.1").port(port).tls(true).build());
      work(patient.uri("rediss://127.0.0.1:" + port).build());
    } finally {
      if (trusted == null) {
        System.clearProperty("javax.net.ssl.trustStore");
      } else {
        System.setProperty("javax.net.ssl.trustStore", trusted);
      }
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  /** Everything that opens a connection of its own, and every kind of command. */
  private static void work(RedisConfig config) {
    try (RedisPorts ports = new RedisPorts(config)) {
      ports
          .queue()
          .register(
              new AgentCard(
                  "agent",
                  null,
                  "",
                  TaskTtlConfig.defaults(),
                  3,
                  MetricsTimelineConfig.defaults(),
                  Payload.EMPTY));
      TaskId id = ports.queue().id("ada", Nonce.random());
      NewTask task = NewTask.builder(id, "agent", "ada", Payload.utf8("hello")).build();
      assertThat(ports.queue().enqueue(List.of(task))).containsExactly(new Enqueued.Created(id));
      LeasedTask leased =
          ports
              .queue()
              .fetch(
                  WORKER, new Wish(Nonce.random(), LEASE, List.of(new Wish.Want("agent", null, 1))))
              .getFirst();
      Held held = new Held(List.of(leased.lease()), LEASE, "host", "1", Map.of("agent", 1));
      assertThat(ports.queue().heartbeat(WORKER, held).gone()).isEmpty();
      ports
          .queue()
          .commit(
              leased.lease(),
              Write.builder(OpId.random(), leased.journal().size()).build(),
              new Next.Complete(Payload.utf8("done"), List.of(), List.of(), List.of()),
              new Wish(Nonce.random(), LEASE, List.of()));
      ports.queue().tick(10, 0);
      ports.limits().configure(MODEL, new Rates(2, null));
      assertThat(ports.limits().acquire(MODEL, new Estimate(1, 1), Duration.ZERO))
          .isInstanceOf(Grant.Granted.class);
      assertThat(ports.store().fleet().queues()).hasSize(1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** A key and its certificate for 127.0.0.1: a key store, and PEM files beside it. */
  private static Path keys(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                SECRET + SECRET,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    char[] password = (SECRET + SECRET).toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("redis", password).getEncoded());
    return store;
  }

  private static void pem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
