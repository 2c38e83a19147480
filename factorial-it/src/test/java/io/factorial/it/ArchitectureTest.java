package io.factorial.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The arrows of the design point inward, and what users see mentions no library. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.factorial");

  private static final String[] API = {
    "io.factorial.agent..",
    "io.factorial.budget..",
    "io.factorial.error..",
    "io.factorial.event..",
    "io.factorial.guard..",
    "io.factorial.json..",
    "io.factorial.llm..",
    "io.factorial.message..",
    "io.factorial.orchestrator..",
    "io.factorial.port..",
    "io.factorial.run..",
    "io.factorial.task..",
    "io.factorial.tool..",
    "io.factorial.wait.."
  };

  private static final List<String> ADAPTERS =
      List.of(
          "io.factorial.inmemory",
          "io.factorial.redis",
          "io.factorial.openai",
          "io.factorial.dashboard");

  private static final List<String> HIDDEN =
      List.of(
          "com.google.inject",
          "tools.jackson",
          "com.fasterxml.jackson",
          "io.lettuce",
          "org.redisson",
          "io.netty",
          "io.helidon",
          "io.opentelemetry",
          "org.reactivestreams",
          "reactor");

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }

  @Test
  void theRulesSeeTheWholeHouse() {
    assertThat(count(API)).as("classes of the api").isGreaterThan(200);
    assertThat(count("io.factorial.engine..")).as("classes of the engine").isGreaterThan(90);
    assertThat(count("io.factorial.inmemory..")).as("in-memory adapter").isGreaterThan(20);
    assertThat(count("io.factorial.openai..")).as("model client").isGreaterThan(10);
    assertThat(count("io.factorial.redis")).as("redis adapter").isGreaterThan(40);
    assertThat(count("io.factorial.redis.server..")).as("redis servers").isGreaterThan(5);
    assertThat(count("io.factorial.dashboard..")).as("dashboard").isGreaterThan(30);
  }

  private static long count(String... packages) {
    DescribedPredicate<JavaClass> there = in(packages);
    return CLASSES.stream().filter(there).count();
  }

  @Test
  void theApiDependsOnTheJdkAndJSpecifyAlone() {
    List<String> allowed = new ArrayList<>(List.of(API));
    allowed.addAll(List.of("java..", "org.jspecify.."));
    classes()
        .that(in(API))
        .should()
        .onlyDependOnClassesThat(in(allowed.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void theEngineSeesNoAdapter() {
    String[] adapters = ADAPTERS.stream().map(name -> name + "..").toArray(String[]::new);
    noClasses()
        .that(in("io.factorial.engine..", "io.factorial"))
        .should()
        .dependOnClassesThat(in(adapters))
        .check(CLASSES);
  }

  @Test
  void noAdapterSeesAnotherAdapterOrTheEngine() {
    for (String adapter : ADAPTERS) {
      List<String> others = new ArrayList<>(ADAPTERS);
      others.remove(adapter);
      others.add("io.factorial.engine");
      noClasses()
          .that(in(adapter + ".."))
          .should()
          .dependOnClassesThat(in(others.stream().map(name -> name + "..").toArray(String[]::new)))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void theServersForTestsDependOnNothingOfOurs() {
    classes()
        .that(in("io.factorial.redis.server.."))
        .should()
        .onlyDependOnClassesThat(
            in("io.factorial.redis.server..", "java..", "org.jspecify..", "redis.embedded.."))
        .check(CLASSES);
  }

  @Test
  void theAdapterForRedisStartsNoServer() {
    noClasses()
        .that(in("io.factorial.redis"))
        .should()
        .dependOnClassesThat(in("io.factorial.redis.server.."))
        .check(CLASSES);
  }

  @Test
  void theDashboardDependsOnTheApiTheServerAndGuiceAlone() {
    List<String> allowed = new ArrayList<>(List.of(API));
    allowed.addAll(
        List.of(
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "com.google.inject..",
            "io.factorial.dashboard.."));
    classes()
        .that(in("io.factorial.dashboard.."))
        .and(not(in("io.factorial.dashboard.http")))
        .should()
        .onlyDependOnClassesThat(in(allowed.toArray(String[]::new)))
        .check(CLASSES);
    allowed.add("io.helidon..");
    classes()
        .that(in("io.factorial.dashboard.http"))
        .should()
        .onlyDependOnClassesThat(in(allowed.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void nothingButTheCommandLineSeesTheCommandLine() {
    noClasses()
        .that(not(in("io.factorial.cli..")))
        .should()
        .dependOnClassesThat(in("io.factorial.cli.."))
        .check(CLASSES);
  }

  @Test
  void noPublicTypeMentionsALibrary() {
    classes()
        .that(describe("are public types for users", ArchitectureTest::isForUsers))
        .should(mentionNoHiddenType())
        .check(CLASSES);
  }

  @Test
  void theApiIsBlocking() {
    noClasses()
        .that(in(API))
        .should()
        .dependOnClassesThat(
            describe(
                "are futures",
                type ->
                    type.isAssignableTo(Future.class)
                        || type.isAssignableTo(CompletionStage.class)))
        .check(CLASSES);
  }

  /** Modules are where a port meets an adapter; they and {@code Factorial} speak Guice. */
  private static boolean isForUsers(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getSimpleName().endsWith("Module")
        && !type.getName().equals("io.factorial.Factorial")
        && !type.getPackageName().startsWith("io.factorial.cli")
        && !type.getPackageName().startsWith("io.factorial.bench");
  }

  private static ArchCondition<JavaClass> mentionNoHiddenType() {
    return new ArchCondition<>("mention no type of a library") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getAllRawInterfaces().forEach(other -> report(type, other, events));
        type.getAllRawSuperclasses().forEach(other -> report(type, other, events));
        for (JavaField field : type.getFields()) {
          if (isVisible(field)) {
            report(type, field.getRawType(), events);
          }
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isVisible(unit)) {
            report(type, unit.getRawReturnType(), events);
            unit.getRawParameterTypes().forEach(other -> report(type, other, events));
          }
        }
      }
    };
  }

  private static boolean isVisible(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static void report(JavaClass type, JavaClass mentioned, ConditionEvents events) {
    if (HIDDEN.stream().anyMatch(name -> mentioned.getName().startsWith(name + "."))) {
      events.add(
          SimpleConditionEvent.violated(type, type.getName() + " mentions " + mentioned.getName()));
    }
  }
}
