package org.dossierhub.exchange;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The only arrows between the packages, each with its reason. */
@AnalyzeClasses(
    packages = "org.dossierhub.exchange",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.dossierhub.exchange.";

  /** They speak with the world outside. */
  private static final List<String> ADAPTERS =
      List.of("soap", "queue", "rest", "portal", "web", "store", "start");

  /** What happens, one class for each. */
  private static final List<String> HAPPENINGS =
      List.of(
          "intake",
          "progress",
          "delivery",
          "outbox",
          "receipt",
          "evidence",
          "desk",
          "verification",
          "registry",
          "following",
          "staff",
          "health");

  /** What there is. */
  private static final List<String> NOUNS =
      List.of(
          "message",
          "agency",
          "account",
          "procedure",
          "dossier",
          "result",
          "audit",
          "work",
          "synchronisation",
          "legal",
          "settings");

  /**
   * The elements of docs/protocol/exchange.xsd and how each question is answered, whatever line it
   * came by.
   */
  private static final String PROTOCOL = "protocol";

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
  }

  private static String[] packages(String... names) {
    return packages(Arrays.asList(names));
  }

  @ArchTest
  static final ArchRule nouns_know_nothing_of_what_happens_to_them =
      noClasses()
          .that()
          .resideInAnyPackage(packages(NOUNS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(HAPPENINGS))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(ADAPTERS))
          .because("a noun that knows its uses can be read only together with all of them");

  @ArchTest
  static final ArchRule happenings_know_no_adapter =
      noClasses()
          .that()
          .resideInAnyPackage(packages(HAPPENINGS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(ADAPTERS))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(PROTOCOL))
          .because(
              "the same thing happens whichever line a message came by, and tests need no server");

  @ArchTest
  static void adapters_do_not_know_one_another(com.tngtech.archunit.core.domain.JavaClasses all) {
    for (var adapter : ADAPTERS) {
      var others = new ArrayList<>(ADAPTERS);
      others.remove(adapter);
      if (adapter.equals("start")) {
        others.remove("store"); // starting the hub migrates the database
      }
      noClasses()
          .that()
          .resideInAPackage(ROOT + adapter + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(others))
          .because("each can be replaced or left out alone; what two need is a happening or a noun")
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @ArchTest
  static final ArchRule the_protocol_is_spoken_by_soap_queue_and_rest_only =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages(PROTOCOL, "soap", "queue", "rest", "store"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + PROTOCOL + "..")
          .because(
              "the wire format must be free to change without touching what happens; store only keeps which envelopes were seen");

  @ArchTest
  static final ArchRule a_receipt_knows_nothing_of_what_it_is_for =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "receipt..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("delivery", "progress", "intake", "desk", "verification"))
          .because(
              "intake and delivery both prove by receipts; arrows go intake → progress → delivery → receipt");

  @ArchTest
  static final ArchRule delivery_knows_nothing_of_intake_and_desk =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("progress", "intake", "desk", "verification"))
          .because("everything that is sent goes the same way, whoever asked for it");

  @ArchTest
  static final ArchRule progress_knows_nothing_of_intake_and_desk =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "progress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("intake", "desk", "verification"))
          .because("a dossier moves by the same table, whoever moves it");

  @ArchTest
  static final ArchRule packages_have_no_circles =
      slices()
          .matching(ROOT + "(*)..")
          .should()
          .beFreeOfCycles()
          .because("packages in a circle are one package");

  @ArchTest
  static final ArchRule the_database_is_reached_in_store_only =
      onlyIn(
          "store",
          "SQL elsewhere is SQL nobody finds; javax.sql belongs to Jdbi's side of the border",
          "org.jdbi..",
          "org.flywaydb..",
          "java.sql..",
          "javax.sql..");

  @ArchTest
  static final ArchRule the_broker_is_reached_in_queue_only =
      onlyIn(
          "queue",
          "the broker can be replaced in one package",
          "org.apache.activemq..",
          "jakarta.jms..");

  @ArchTest
  static final ArchRule soap_libraries_stay_in_soap =
      onlyIn(
          "soap",
          "CXF has its own Santuario in the WAR (docs/decisions/0005): nothing else may touch it",
          "org.apache.cxf..",
          "org.apache.wss4j..",
          "org.apache.xml.security..");

  @ArchTest
  static final ArchRule pages_are_written_in_web_only =
      onlyIn("web", "another template engine must cost one package", "freemarker..");

  @ArchTest
  static final ArchRule signing_libraries_stay_inside_signing_core =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("eu.europa.esig..", "org.bouncycastle..", "org.apache.pdfbox..")
          .because("signing-core is the only one who knows them; they are not on this class path");

  private static ArchRule onlyIn(String home, String reason, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + home + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .because(reason);
  }

  @ArchTest
  static final ArchRule time_comes_from_a_clock =
      noClasses()
          .that()
          .resideInAnyPackage(packages(NOUNS))
          .or()
          .resideInAnyPackage(packages(HAPPENINGS))
          .should()
          .callMethodWhere(
              target(nameMatching("now"))
                  .and(
                      target(
                          com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                              .owner(JavaClass.Predicates.resideInAPackage("java.time.."))))
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.describe(
                          "without a clock",
                          call -> call.getTarget().getRawParameterTypes().isEmpty())))
          .because("what depends on the hour is tested at a stated hour");

  @ArchTest
  static final ArchRule no_sign_in_is_kept_in_the_memory_of_one_node =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.servlet.http.HttpSession")
          .orShould()
          .callMethodWhere(
              target(nameMatching("getSession|changeSessionId")).and(of(ServletRequest.class)))
          .because(
              "it outlives a restart and holds on every node: web.Session has it in the database");

  private static DescribedPredicate<JavaCall<?>> of(Class<?> owner) {
    return DescribedPredicate.describe(
        "of a " + owner.getSimpleName(), call -> call.getTargetOwner().isAssignableTo(owner));
  }

  @ArchTest
  static final ArchRule names_say_what_is_so =
      classes()
          .should()
          .haveNameNotMatching(".*(Manager|Handler|Impl|Helper|Utils?|Abstract[A-Z]\\w*)")
          .because("such a word says that nobody knew what the class is");

  @Test
  void every_package_says_which_class_to_read_first() throws IOException {
    List<Path> without = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/dossierhub/exchange"))) {
      for (var folder : folders.filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          boolean hasClasses = files.anyMatch(file -> file.toString().endsWith(".java"));
          if (hasClasses && !Files.exists(folder.resolve("package-info.java"))) {
            without.add(folder);
          }
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void every_package_has_its_place_in_the_picture() throws IOException {
    List<String> known = new ArrayList<>(ADAPTERS);
    known.addAll(HAPPENINGS);
    known.addAll(NOUNS);
    known.add(PROTOCOL);
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/org/dossierhub/exchange"))) {
      assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
          .isSubsetOf(known);
    }
  }
}
