package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.DeskRefusal;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.DraftPdf;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.staff.RegisterAccount;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.ProofStore;
import org.dossierhub.exchange.store.TransitionStore;
import org.dossierhub.exchange.store.VerdictStore;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who is signed in, has every role in an agency of the same hub, and knows the ids of
 * another agency's dossiers, results and accounts tries every address behind a {@link Door} of one
 * agency (A25). {@link EveryAddressTest} sees to it that every address has a door.
 */
class NeighbouringOfficialTest {
  @TempDir Path folder;
  private TestDesk desk;
  private Account attacker;
  private Result prepared;
  private Result signed;
  private Result numbered;
  private Result published;

  @BeforeEach
  void an_agency_with_results_at_every_step() throws Exception {
    desk = new TestDesk(folder);
    attacker =
        new Account(
            UUID.randomUUID(),
            "ke.xau",
            "Người của cơ quan khác",
            TestDesk.JUSTICE,
            Set.of(Role.values()),
            desk.otherLeader.certificates());
    desk.accounts.add(attacker, "not a hash", false, ((java.time.Clock) desk.clock).instant());
    prepared = desk.prepared();
    signed = desk.leaderSigned(desk.prepared());
    numbered =
        desk.numberResult.number(desk.clerk, desk.leaderSigned(desk.prepared()).id(), desk.today());
    published = desk.published();
  }

  @Test
  void a25_no_address_of_the_desk_tells_or_changes_anything_of_another_agency() throws Exception {
    var tried = new ArrayList<String>();
    var before = state();

    for (var result : List.of(prepared, signed, numbered, published)) {
      for (var method : Door.OF_ONE_AGENCY.methods().toList()) {
        var resource = method.getDeclaringClass();
        attack(
            resource,
            method,
            resource == DossierPages.class ? result.dossierId() : result.id(),
            result);
        tried.add(Door.name(method));
      }
    }

    assertThat(state()).isEqualTo(before);
    assertThat(tried).containsAll(Door.OF_ONE_AGENCY.addresses);
  }

  @Test
  void a25_a_dossier_of_ones_own_opens_no_result_of_another_agency() throws Exception {
    var own = ownDossier();
    var before = state();

    for (var method : Door.OF_ONE_AGENCY.methods().toList()) {
      if (Arrays.stream(method.getParameters()).anyMatch(p -> "result".equals(pathName(p)))) {
        for (var result : List.of(prepared, signed, published)) {
          attack(DossierPages.class, method, own.id(), result);
        }
      }
    }

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void a25_lists_show_the_neighbour_nothing() throws Exception {
    var tried = new ArrayList<String>();
    for (var list : Door.LIST_OF_ONE_AGENCY.methods().toList()) {
      var arguments =
          Arrays.stream(list.getParameters())
              .map(parameter -> parameter.getType() == int.class ? (Object) 0 : "")
              .toArray();
      var page = (Page) list.invoke(filled(list.getDeclaringClass()), arguments);
      showsNothing(Door.name(list), page);
      tried.add(Door.name(list));
    }

    assertThat(tried).containsExactlyInAnyOrderElementsOf(Door.LIST_OF_ONE_AGENCY.addresses);
    assertThat(desk.lookUpResults.ofDossier(attacker, published.dossierId())).isEmpty();
    assertThat(desk.lookUpResults.register(attacker, desk.today().getYear())).isEmpty();
    assertThat(desk.dossiers.ofAgency(attacker.agency(), published.dossierId())).isEmpty();
  }

  @Test
  void a25_an_administrator_of_another_agency_sees_and_changes_no_account_here() throws Exception {
    var before = accounts();
    var tried = new ArrayList<String>();
    for (var method : Door.ADMINISTRATORS.methods().toList()) {
      var where = Door.name(method);
      var resource = filled(method.getDeclaringClass());
      tried.add(where);
      var arguments = Arrays.stream(method.getParameters()).map(this::ofTheOtherAgency).toArray();
      if (Arrays.stream(method.getParameters()).anyMatch(p -> pathName(p) != null)) {
        assertThatThrownBy(() -> method.invoke(resource, arguments))
            .as(where)
            .hasCauseInstanceOf(NotFoundException.class);
      } else if (where.equals("AccountAdministration.add")) {
        var answer = (Response) method.invoke(resource, arguments);
        assertThat(answer.getStatus()).as(where).isEqualTo(422);
        showsNothing(where, (Page) answer.getEntity());
      } else {
        showsNothing(where, (Page) method.invoke(resource, arguments));
      }
    }

    assertThat(accounts()).isEqualTo(before);
    assertThat(tried).containsExactlyInAnyOrderElementsOf(Door.ADMINISTRATORS.addresses);
  }

  /** An account, a verdict and its first proof of the agency that is attacked. */
  private Object ofTheOtherAgency(Parameter parameter) {
    if (parameter.getType() == PostedForm.class) {
      return administering();
    }
    if (pathName(parameter) == null) {
      return "";
    }
    return switch (pathName(parameter)) {
      case "username" -> desk.leader.username();
      case "report" ->
          new ProofStore(desk.database.database())
              .newest(TestDesk.HOME, Optional.empty(), 1)
              .get(0)
              .report();
      case "position" -> 1;
      default -> throw new AssertionError("A new kind of address: " + parameter);
    };
  }

  private List<Account> accounts() {
    return desk.accounts.all();
  }

  /** A new account in the agency that is attacked. */
  private static PostedForm administering() {
    return new PostedForm(
        Map.of(
            "username", List.of("cua.sau"),
            "ho-ten", List.of("Người được cài vào"),
            "co-quan", List.of(TestDesk.HOME.value()),
            "vai-tro", List.of("LEADER"),
            "password", List.of("một câu rất dễ nhớ"),
            "ly-do", List.of("Một lý do đủ dài để được nhận"),
            "khoa", List.of("1")),
        Map.of());
  }

  private void showsNothing(String where, Page page) {
    var shown = page.shown().toString();
    for (var result : List.of(prepared, signed, numbered, published)) {
      assertThat(shown)
          .as(where)
          .doesNotContain(result.id().toString())
          .doesNotContain(result.dossierId().toString())
          .doesNotContain(result.dossier().value())
          .doesNotContain(result.title());
    }
    for (var official : List.of(desk.officer, desk.leader, desk.clerk)) {
      assertThat(shown)
          .as(where)
          .doesNotContain(official.username())
          .doesNotContain(official.fullName());
    }
  }

  @Test
  void a20_a_session_of_another_agency_takes_nothing_once_the_owner_has_gone() throws Exception {
    var opened = desk.openSigningSession.open(desk.leader, prepared.id(), SigningRole.LEADER);
    desk.accounts.block(desk.leader.id(), true);

    assertThat(refusal(() -> desk.serveSigningSession.document(opened.token())))
        .isEqualTo(DeskRefusal.SESSION_UNKNOWN);
    assertThat(refusal(() -> desk.acceptSignedRevision.accept(opened.token(), new ByteInput("x"))))
        .isEqualTo(DeskRefusal.SESSION_UNKNOWN);
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  private static DeskRefusal refusal(Attempt attempt) throws Exception {
    try {
      attempt.make();
    } catch (DeskRefused e) {
      return e.refusal();
    }
    throw new AssertionError("nothing was refused");
  }

  private static final class ByteInput extends java.io.ByteArrayInputStream {
    ByteInput(String text) {
      super(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Dossier ownDossier() throws Exception {
    var template = desk.dossier();
    var own =
        new Dossier(
            UUID.randomUUID(),
            new org.dossierhub.signing.identity.DossierCode(
                template.code().value().replace("H99.08", "H99.05")),
            TestDesk.JUSTICE,
            template.submitter(),
            template.procedure(),
            template.subject(),
            template.applicant(),
            template.receivedAt(),
            template.business(),
            template.businessSince(),
            template.fee(),
            template.signing(),
            template.delivery(),
            template.synchronisation(),
            template.light(),
            0);
    desk.dossiers.register(own, desk.dossiers.history(template.id()).get(0));
    return own;
  }

  /** Everything the attacks could have changed. */
  private Map<String, Object> state() {
    var state = new LinkedHashMap<String, Object>();
    for (var result : List.of(prepared, signed, numbered, published)) {
      state.put("result " + result.id(), desk.results.byId(result.id()));
      state.put("dossier " + result.id(), desk.dossiers.byId(result.dossierId()));
      state.put("moves " + result.id(), desk.dossiers.history(result.dossierId()));
      state.put("results " + result.id(), desk.results.ofDossier(result.dossierId()));
      state.put("audit " + result.id(), desk.audit.about(result.dossier().value()));
    }
    state.put("outbox", desk.outbox.waiting(1000));
    return state;
  }

  private static String pathName(Parameter parameter) {
    var annotation = parameter.getAnnotation(PathParam.class);
    return annotation == null ? null : annotation.value();
  }

  private void attack(Class<?> resource, Method method, UUID id, Result victim) throws Exception {
    var arguments = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      arguments.add(argument(parameter, id, victim));
    }
    var where = resource.getSimpleName() + "." + method.getName() + " at " + victim.state();
    try {
      var answer = method.invoke(filled(resource), arguments.toArray());
      assertThat(answer).as(where).isInstanceOf(Response.class);
      assertThat(((Response) answer).getStatus()).as(where).isEqualTo(404);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DeskRefused refused) {
        assertThat(refused.refusal().kind()).as(where).isEqualTo(DeskRefusal.Kind.UNKNOWN);
      } else {
        assertThat(e.getCause()).as(where).isInstanceOf(NotFoundException.class);
      }
    }
  }

  private Object argument(Parameter parameter, UUID id, Result victim) throws Exception {
    if (parameter.getType() == PostedForm.class) {
      return form(victim);
    }
    if (parameter.isAnnotationPresent(QueryParam.class)) {
      return "pdf";
    }
    return switch (pathName(parameter)) {
      case "id" -> id;
      case "result" -> victim.id();
      case "message" ->
          desk.inbox().ofDossier(published.dossierId()).stream()
              .map(message -> message.reference())
              .findFirst()
              .orElseThrow();
      case "index" -> 0;
      case "position" -> 1;
      default -> throw new AssertionError("A new kind of address: " + parameter);
    };
  }

  /** Everything that would be right if it came from the agency itself. */
  private PostedForm form(Result victim) throws Exception {
    var pdf = Files.write(folder.resolve("draft.pdf"), DraftPdf.decision());
    var staged = new StagedPayload(pdf, Sha256.of(DraftPdf.decision()), Files.size(pdf));
    return new PostedForm(
        Map.of(
            "ly-do", List.of("Một lý do đủ dài để được nhận"),
            "ngay", List.of(desk.today().toString()),
            "ban-moi", List.of(published.id().toString()),
            "tieu-de", List.of("Quyết định giả"),
            "ky-hieu", List.of("QĐ-SXD"),
            "sang", List.of("DONE"),
            "phien-ban",
                List.of(
                    String.valueOf(
                        desk.dossiers.byId(victim.dossierId()).orElseThrow().version()))),
        Map.of("tep", List.of(new PostedFile("draft.pdf", staged))));
  }

  /** The resource with what the container would inject, on behalf of the attacker. */
  private Object filled(Class<?> type) throws Exception {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var made = constructor.newInstance();
    for (var field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Inject.class)) {
        field.setAccessible(true);
        field.set(made, part(field.getType()));
      }
    }
    return made;
  }

  private Object part(Class<?> type) throws Exception {
    if (type == DossierView.class || type == SigningSessionAnswer.class) {
      return filled(type);
    }
    var database = desk.database.database();
    for (var part :
        List.of(
            new Visit(),
            new Session() {},
            new CurrentAccount(new FakeSecurityContext(attacker.username()), desk.accounts),
            (java.time.Clock) desk.clock,
            desk.dossiers,
            desk.agencies,
            desk.accounts,
            desk.audit,
            desk.payloads,
            desk.inbox(),
            desk.moveDossier(),
            desk.prepareResult,
            desk.replaceDraft,
            desk.discardDraft,
            desk.sendBackDraft,
            desk.lookUpResults,
            desk.numberResult,
            desk.withdrawNumber,
            desk.publishResult,
            desk.revokeResult,
            desk.replaceResult,
            desk.openSigningSession,
            new VerdictStore(database),
            new ProofStore(database),
            new TransitionStore(database),
            new ProcedureStore(database))) {
      if (type.isInstance(part)) {
        return part;
      }
    }
    if (type == Administration.class) {
      return new Administration(RenderingTest.settings());
    }
    if (type == RegisterAccount.class) {
      return new RegisterAccount(
          desk.accounts,
          desk.agencies,
          null,
          new Administration(RenderingTest.settings()),
          desk.audit,
          desk.database.transactions(),
          RenderingTest.settings(),
          (java.time.Clock) desk.clock);
    }
    if (type == Settings.class) {
      return RenderingTest.settings();
    }
    return null; // reached only by an attack that went too far
  }
}
