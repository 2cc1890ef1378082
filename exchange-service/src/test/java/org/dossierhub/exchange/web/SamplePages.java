package org.dossierhub.exchange.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.AdministrativeUnit;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.delivery.InterveneInDelivery;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.KeptVerdict;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.following.FoundMessage;
import org.dossierhub.exchange.following.Waiting;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.legal.LegalInstrument;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.work.WaitingWork;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.Verdict;

/**
 * Every page there is, filled with sample values; {@code name} stands wherever somebody outside
 * chooses the text.
 */
final class SamplePages {
  private static final String SUBJECT =
      "Cấp giấy phép xây dựng nhà ở riêng lẻ tại thôn Đông, xã An Hòa";

  private SamplePages() {}

  /** A page and the roles of whoever sees it; none for a visitor. */
  record Sample(Page page, Set<Role> roles) {}

  static Map<String, Sample> all(String name) {
    Map<String, Sample> pages = new LinkedHashMap<>();
    visitors(name, pages);
    desk(name, pages);
    results(name, pages);
    administration(name, pages);
    following(name, pages);
    return pages;
  }

  private static void visitors(String name, Map<String, Sample> pages) {
    visitor(pages, "home", Page.of("home"));
    visitor(pages, "verify", Page.of("verify").trouble(name));
    visitor(
        pages,
        "verdict-valid",
        Page.of("verdict")
            .with("report", Samples.good())
            .with("ticket", Optional.of("dGlja2V0"))
            .with("ours", Optional.of(Samples.registration(ResultState.PUBLISHED, name))));
    visitor(
        pages,
        "verdict-invalid",
        Page.of("verdict")
            .with(
                "report",
                Samples.report(
                    name,
                    Verdict.INVALID,
                    Samples.signature(name, SignerRole.CITIZEN, Verdict.INVALID),
                    Samples.signature(name, SignerRole.COMPANY, Verdict.INDETERMINATE)))
            .with("ours", Optional.empty()));
    visitor(
        pages,
        "verdict-revoked",
        Page.of("verdict")
            .with("report", Samples.good())
            .with("ours", Optional.of(Samples.registration(ResultState.REVOKED, name))));
    for (var verdict : List.of(Verdict.INDETERMINATE, Verdict.UNSIGNED, Verdict.REFUSED)) {
      visitor(
          pages,
          "verdict-" + verdict.name().toLowerCase(java.util.Locale.ROOT),
          Page.of("verdict")
              .with("report", Samples.report(name, verdict))
              .with("ours", Optional.empty()));
    }
    visitor(
        pages,
        "result",
        Page.of("result")
            .with(
                "ours",
                Samples.registration(
                    ResultState.PUBLISHED, named("Giấy phép xây dựng nhà ở riêng lẻ", name)))
            .with("report", Optional.of(Samples.good()))
            .with("basis", List.of(instrument(name, true), instrument(name, false))));
    visitor(
        pages,
        "result-replaced",
        Page.of("result")
            .with("ours", Samples.registration(ResultState.REPLACED, name))
            .with("report", Optional.of(Samples.good()))
            .with("basis", List.of()));
    visitor(
        pages,
        "result-not-judged",
        Page.of("result")
            .with("ours", Samples.registration(ResultState.PUBLISHED, name))
            .with("report", Optional.empty())
            .with("basis", List.of()));
    visitor(
        pages,
        "problem",
        Page.of("problem")
            .with("status", "404")
            .with("heading", "Không tìm thấy")
            .with("sentence", name)
            .with("reference", UUID.randomUUID().toString()));
    visitor(
        pages,
        "sign-in",
        Page.of("sign-in").with("next", "/ho-so").with("username", name).trouble("Sai."));
    visitor(pages, "sign-in-code", Page.of("sign-in-code").with("next", "/"));
    visitor(
        pages,
        "health",
        Page.of("health")
            .with(
                "health",
                new Health(
                    Samples.NOW,
                    List.of(
                        Health.Part.up("database", "PostgreSQL answers."),
                        Health.Part.down("broker", name),
                        Health.Part.up("payloads", "86 GB are left."),
                        Health.Part.up("xml", "Documents with a document type are refused.")))));
    visitor(
        pages,
        "catalogue",
        Page.of("catalogue")
            .with(
                "procedures",
                List.of(procedure(name, true), procedure("Đăng ký kinh doanh", false)))
            .with("words", name)
            .with("total", 234)
            .with("mayEdit", false)
            .with("earlier", "/thu-tuc?tu=40"));
    visitor(
        pages,
        "catalogue-units",
        Page.of("catalogue-units")
            .with("total", 2)
            .with(
                "kinds",
                List.of(
                    new CataloguePages.Kind(
                        "units.province", List.of(unit(name, true), unit(name, false))),
                    new CataloguePages.Kind("units.ministry", List.of()))));
    visitor(
        pages,
        "catalogue-plans",
        Page.of("catalogue-plans")
            .with(
                "plans",
                List.of(
                    new CataloguePages.Plan(
                        name,
                        name,
                        CataloguePages.FACTS.stream()
                            .map(fact -> new CataloguePages.Fact(fact, name))
                            .toList(),
                        Optional.of(unit(name, true))),
                    new CataloguePages.Plan(
                        "Nam Định",
                        "Kế hoạch 25/KH-UBND ngày 22/3/2016",
                        List.of(),
                        Optional.empty()))));
  }

  private static AdministrativeUnit unit(String name, boolean merged) {
    return new AdministrativeUnit(
        new AgencyCode("H22"),
        name,
        "province",
        Optional.of(name).filter(n -> merged),
        Optional.of(new AgencyCode("H60")).filter(c -> merged),
        Optional.of(LocalDate.of(2025, 7, 1)).filter(d -> merged),
        merged ? "found" : "memory medium (alphabetical series)");
  }

  private static void desk(String name, Map<String, Sample> pages) {
    pages.put(
        "account",
        new Sample(
            Page.of("account")
                .with("mustChange", true)
                .with("hasSecondFactor", true)
                .with("certificates", List.of(certificate(name))),
            Set.of(Role.LEADER)));
    pages.put(
        "second-factor",
        new Sample(
            Page.of("second-factor")
                .with("qr", QrPicture.dataAddress("otpauth://totp/x"))
                .with("secret", "ABCD EFGH"),
            Set.of(Role.LEADER)));
    pages.put(
        "dossiers",
        new Sample(
            Page.of("dossiers")
                .with(
                    "dossiers",
                    List.of(
                        Samples.dossier(
                            "H99.08-310304-0007",
                            SUBJECT,
                            "Phạm Văn Đức",
                            BusinessState.IN_PROGRESS,
                            TrafficLight.GREEN),
                        Samples.dossier(
                            "H99.08-310304-0006",
                            "Cấp lại chứng chỉ hành nghề hoạt động xây dựng",
                            named("Công ty TNHH Xây dựng Sông Hồng", name),
                            BusinessState.NEWLY_SUBMITTED,
                            TrafficLight.RED),
                        Samples.dossier(
                            "H99.08-310303-0012",
                            "Thẩm định thiết kế cơ sở công trình trường học",
                            "Ban Quản lý dự án huyện",
                            BusinessState.SUPPLEMENT_REQUESTED,
                            TrafficLight.AMBER),
                        Samples.dossier(
                            "H99.08-310303-0011",
                            "Cung cấp thông tin quy hoạch xây dựng",
                            "Lê Thị Hoa",
                            BusinessState.RETURNED,
                            TrafficLight.GREEN),
                        Samples.dossier(
                            "H99.08-310303-0010",
                            name,
                            name,
                            BusinessState.ACCEPTED,
                            TrafficLight.NOT_JUDGED)))
                .with("words", name)
                .with("states", List.of(BusinessState.values()))
                .with("state", Optional.of(BusinessState.IN_PROGRESS))
                .with("lights", List.of(TrafficLight.values()))
                .with("light", Optional.empty())
                .with("later", "/ho-so?tu=0"),
            Set.of(Role.ONE_STOP_OFFICER)));
    var bad =
        Samples.report(
            "don-de-nghi.pdf",
            Verdict.INVALID,
            Samples.signature(named("Phạm Văn Đức", name), SignerRole.CITIZEN, Verdict.INVALID));
    pages.put(
        "dossier",
        new Sample(
            Page.of("dossier")
                .with(
                    "dossier",
                    Samples.dossier(
                        "H99.08-310304-0007",
                        named(SUBJECT, name),
                        "Phạm Văn Đức",
                        BusinessState.IN_PROGRESS,
                        TrafficLight.RED))
                .with(
                    "documents",
                    List.of(
                        document("don-de-nghi.pdf", Optional.of(bad)),
                        document(
                            "ban-ve-thiet-ke.pdf",
                            Optional.of(
                                Samples.report(
                                    "ban-ve-thiet-ke.pdf",
                                    Verdict.VALID,
                                    Samples.signature(
                                        "CÔNG TY TNHH THIẾT KẾ AN PHÚ",
                                        SignerRole.COMPANY,
                                        Verdict.VALID)))),
                        document(
                            named("anh-hien-trang.jpg", name),
                            Optional.of(Samples.report(name, Verdict.UNSIGNED))),
                        document("phu-luc.xml", Optional.empty())))
                .with(
                    "remedies",
                    List.of(
                        named(
                            "don-de-nghi.pdf: Đề nghị người nộp ký lại bằng chứng thư còn hiệu lực.",
                            name)))
                .with(
                    "messages",
                    List.of(
                        new DossierView.Message(
                            UUID.randomUUID().toString(),
                            "0f8b2c1e-5a77-4bb2-9b1c-2f6d9f1d4a10",
                            MessageKind.DOSSIER,
                            "G99.01",
                            "H99.08",
                            "SOAP",
                            Samples.NOW,
                            true)))
                .with(
                    "history",
                    List.of(
                        new DossierMove(
                            1,
                            Optional.empty(),
                            BusinessState.NEWLY_SUBMITTED,
                            Samples.NOW,
                            "hub",
                            Optional.empty()),
                        new DossierMove(
                            2,
                            Optional.of(BusinessState.NEWLY_SUBMITTED),
                            BusinessState.ACCEPTED,
                            Samples.NOW.plusSeconds(600),
                            "cuc.le",
                            Optional.empty()),
                        new DossierMove(
                            3,
                            Optional.of(BusinessState.ACCEPTED),
                            BusinessState.IN_PROGRESS,
                            Samples.NOW.plusSeconds(900),
                            "cuc.le",
                            Optional.of(name))))
                .with(
                    "moves",
                    Arrays.stream(BusinessState.values())
                        .filter(s -> s.code() > 4 && s.code() < 10)
                        .map(s -> new DossierView.Move(s, s != BusinessState.DONE))
                        .toList())
                .with(
                    "results",
                    List.of(
                        Samples.result(ResultState.PUBLISHED, named("Giấy phép xây dựng", name)),
                        Samples.result(ResultState.SENT_BACK, named("Quyết định", name)),
                        Samples.result(ResultState.DISCARDED, named("Thông báo", name))))
                .with("mayChangeDrafts", true)
                .with("mayPrepare", true)
                .with(
                    "others",
                    List.of(Samples.agency("H99.151", named("UBND xã An Hòa", name), Channel.JMS)))
                .with("submitterName", Optional.of("Cổng Dịch vụ công quốc gia (bản mô phỏng)"))
                .with("procedureName", Optional.of("Cấp giấy phép xây dựng")),
            Set.of(Role.ONE_STOP_OFFICER, Role.LEADER, Role.CLERK)));
  }

  private static void results(String name, Map<String, Sample> pages) {
    for (var kind : List.of("sign", "clerk")) {
      pages.put(
          "results-" + kind,
          new Sample(
              Page.of("results")
                  .with("kind", kind)
                  .with(
                      "groups",
                      List.of(
                          new SigningPages.Group(
                              kind + ".group." + (kind.equals("sign") ? "waiting" : "number"),
                              List.of(
                                  Samples.result(
                                      ResultState.AWAITING_LEADER,
                                      named("Giấy phép xây dựng nhà ở riêng lẻ", name)))),
                          new SigningPages.Group(
                              kind + ".group." + (kind.equals("sign") ? "signed" : "seal"),
                              List.of()))),
              Set.of(kind.equals("sign") ? Role.LEADER : Role.CLERK)));
    }
    for (var state :
        List.of(ResultState.AWAITING_LEADER, ResultState.SENT_BACK, ResultState.PUBLISHED)) {
      pages.put(
          "sign-" + state,
          new Sample(
              Page.of("sign")
                  .with(
                      "result",
                      Samples.result(state, named("Giấy phép xây dựng nhà ở riêng lẻ", name)))
                  .with("hasCertificate", true)
                  .with("agent", "http://127.0.0.1:9797"),
              Set.of(Role.LEADER)));
    }
    for (var state : ResultState.values()) {
      pages.put(
          "clerk-" + state,
          new Sample(
              Page.of("clerk")
                  .with(
                      "result",
                      Samples.result(state, named("Giấy phép xây dựng nhà ở riêng lẻ", name)))
                  .with(
                      "revisions",
                      List.of(
                          new Revision(
                              1,
                              RevisionKind.RESERVED,
                              Samples.DIGEST,
                              120_000,
                              Optional.empty(),
                              Samples.NOW),
                          new Revision(
                              2,
                              RevisionKind.SIGNED,
                              Samples.DIGEST,
                              184_320,
                              Optional.empty(),
                              Samples.NOW)))
                  .with("hasCertificate", true)
                  .with("agent", "http://127.0.0.1:9797")
                  .with("today", "2031-03-04")
                  .with("successors", List.of(Samples.result(ResultState.PUBLISHED, name))),
              Set.of(Role.CLERK)));
    }
  }

  private static KeptVerdict kept(String name) {
    var digest = Sha256.of(new byte[] {1});
    return new KeptVerdict(
        12,
        new DossierCode("H99.08-310304-0001"),
        name,
        true,
        Verdict.VALID,
        Samples.NOW,
        List.of(
            new KeptVerdict.Kept(
                1, Proof.Kind.CERTIFICATE, name, digest, 1234, Optional.empty(), Optional.empty()),
            new KeptVerdict.Kept(
                2,
                Proof.Kind.REVOCATION_LIST,
                name,
                digest,
                123456,
                Optional.of(Samples.NOW),
                Optional.of("quan-tri"))));
  }

  private static void administration(String name, Map<String, Sample> pages) {
    var account = Samples.account(Samples.OURS, name, Role.LEADER);
    admin(
        pages,
        "admin",
        Page.of("admin")
            .with("wholeHub", true)
            .with(
                "tiles",
                List.of(
                    new AdministrationPages.Tile("agencies", "/quan-tri/co-quan", Optional.of(6)),
                    new AdministrationPages.Tile(
                        "agreements", "/quan-tri/thoa-thuan", Optional.of(9)),
                    new AdministrationPages.Tile("accounts", "/quan-tri/tai-khoan", Optional.of(5)),
                    new AdministrationPages.Tile("procedures", "/thu-tuc", Optional.of(234)),
                    new AdministrationPages.Tile("work", "/quan-tri/viec", Optional.of(0)),
                    new AdministrationPages.Tile("audit", "/quan-tri/nhat-ky", Optional.empty()))));
    admin(
        pages,
        "admin-proofs",
        Page.of("admin-proofs")
            .with("code", "")
            .with("verdicts", List.of(kept(name), kept("Đơn"))));
    admin(
        pages,
        "admin-proof",
        Page.of("admin-proof").with("verdict", kept(name)).with("mayDelete", true));
    admin(
        pages,
        "admin-legal",
        Page.of("admin-legal")
            .with("instruments", List.of(instrument(name, true), instrument(name, false))));
    admin(
        pages,
        "admin-accounts",
        Page.of("admin-accounts")
            .with(
                "accounts",
                List.of(new AccountAdministration.Row(account, List.of(Role.LEADER), true)))
            .with("agencies", List.of(new AccountAdministration.Choice("H99.08", name)))
            .with("roles", List.of(Role.values())));
    admin(
        pages,
        "admin-account",
        Page.of("admin-account")
            .with("account", account)
            .with("roles", List.of(Role.values()))
            .with("has", List.of("LEADER"))
            .with("blocked", false)
            .with("certificates", List.of(certificate(name)))
            .with("hasImage", false)
            .with("hasSecondFactor", true));
    var agencies =
        List.of(
            Samples.agency(
                "H99.08", named("Sở Xây dựng tỉnh Bình Minh (hư cấu)", name), Channel.DESK),
            Samples.agency(
                "H99.21", "Sở Nông nghiệp và Môi trường tỉnh Bình Minh (hư cấu)", Channel.SOAP),
            Samples.agency("H99.151", "UBND xã An Hòa (hư cấu)", Channel.JMS));
    admin(
        pages,
        "admin-agencies",
        Page.of("admin-agencies")
            .with(
                "agencies",
                List.of(
                    new AgencyAdministration.Shown(agencies.get(0), "open"),
                    new AgencyAdministration.Shown(
                        ended(agencies.get(1), agencies.get(0), name), "ended"),
                    new AgencyAdministration.Shown(agencies.get(2), "notYet")))
            .with("channels", List.of(Channel.values())));
    admin(
        pages,
        "admin-agency",
        Page.of("admin-agency")
            .with("shown", new AgencyAdministration.Shown(agencies.get(1), "open"))
            .with("agency", agencies.get(1))
            .with("predecessors", List.of(agencies.get(0)))
            .with("heirs", agencies)
            .with("channels", List.of(Channel.values()))
            .with("certificates", List.of(certificate(name), withdrawn(name))));
    admin(
        pages,
        "admin-agency-ended",
        Page.of("admin-agency")
            .with(
                "shown",
                new AgencyAdministration.Shown(
                    ended(agencies.get(1), agencies.get(0), name), "ended"))
            .with("agency", ended(agencies.get(1), agencies.get(0), name))
            .with("predecessors", List.of())
            .with("heirs", agencies)
            .with("channels", List.of(Channel.values()))
            .with("certificates", List.of()));
    admin(
        pages,
        "admin-agreements",
        Page.of("admin-agreements")
            .with(
                "agreements",
                List.of(
                    new ExchangeAgreement(
                        UUID.randomUUID(),
                        Samples.OTHERS,
                        Samples.OURS,
                        Optional.of(new ProcedureCode("9.999901")),
                        LocalDate.of(2031, 1, 1),
                        Optional.empty(),
                        Limits.GREATEST)))
            .with("agencies", agencies)
            .with("today", "2031-03-04"));
    admin(
        pages,
        "admin-procedure",
        Page.of("admin-procedure").with("procedure", procedure(name, true)));
    admin(
        pages,
        "audit",
        Page.of("audit")
            .with(
                "entries",
                List.of(
                    new AuditEntry(
                        Samples.NOW,
                        "an.nguyen",
                        "RESULT_SIGNED",
                        "H99.08-310304-0007",
                        Optional.of(Samples.OURS),
                        name))));
    admin(
        pages,
        "work",
        Page.of("work")
            .with(
                "work",
                List.of(
                    new WaitingWork(
                        UUID.randomUUID(),
                        WorkKind.DELIVER_MESSAGE,
                        "H99.21",
                        "a/1",
                        5,
                        5,
                        Samples.NOW,
                        Samples.NOW,
                        true,
                        Optional.of(name)),
                    new WaitingWork(
                        UUID.randomUUID(),
                        WorkKind.TIMESTAMP_RESULT,
                        "tsa",
                        "b/2",
                        2,
                        1,
                        Samples.NOW,
                        Samples.NOW,
                        false,
                        Optional.empty()))));
  }

  private static void visitor(Map<String, Sample> pages, String name, Page page) {
    pages.put(name, new Sample(page, Set.of()));
  }

  private static void admin(Map<String, Sample> pages, String name, Page page) {
    pages.put(name, new Sample(page, Set.of(Role.ADMINISTRATOR)));
  }

  /** The everyday name, or the hostile one when there is one. */
  private static String named(String everyday, String name) {
    return name.contains("<") ? everyday + name : everyday;
  }

  private static Procedure procedure(String name, boolean coded) {
    return new Procedure(
        UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        name,
        "Lào Cai, Kế hoạch 199/KH-UBND ngày 13/7/2016",
        "Lào Cai",
        "tỉnh",
        "I. Sở Xây dựng",
        "I.5.1",
        "Mức độ 3",
        Optional.of("Sở Xây dựng"),
        Optional.of("Hoạt động xây dựng"),
        "2016",
        coded ? Optional.of(new ProcedureCode("9.999901")) : Optional.empty());
  }

  private static void following(String name, Map<String, Sample> pages) {
    var roles = Set.of(Role.ADMINISTRATOR);
    var waiting = found(MessageKind.DOSSIER, Delivery.State.WAITING, false);
    var aside = found(MessageKind.RESULT, Delivery.State.SENDING, true);
    var delivered = found(MessageKind.STATUS, Delivery.State.DELIVERED, false);
    var page = Page.of("follow").with("words", name);
    pages.put("follow", new Sample(page, roles));
    pages.put(
        "follow-not-recognised",
        new Sample(Page.of("follow").with("words", name).trouble(name), roles));
    pages.put(
        "follow-found",
        new Sample(
            Page.of("follow")
                .with("words", "H99.08-310304-0001")
                .with("soughtAs", "mã hồ sơ")
                .with("most", true)
                .with("inOrder", true)
                .with("found", List.of(delivered, aside, waiting)),
            roles));
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            waiting.reference(),
            Samples.OTHERS,
            Delivery.State.WAITING,
            3,
            Samples.NOW,
            Samples.NOW.plusSeconds(604_800),
            Samples.NOW,
            Optional.of(name));
    pages.put(
        "follow-message",
        new Sample(
            Page.of("follow-message")
                .with("found", waiting)
                .with("signer", Optional.of(new FollowPages.Signer("4f3a99b2", name)))
                .with("senderName", Optional.of(named("Sở Xây dựng tỉnh Bình Minh", name)))
                .with("recipientName", Optional.empty())
                .with(
                    "parts",
                    List.of(
                        new ManifestPart(
                            "Quyết định.pdf", "application/pdf", 245_760, Samples.DIGEST)))
                .with("deliveries", List.of(delivery))
                .with(
                    "steps",
                    List.of(
                        told("Nhận được thông điệp", "", Optional.of("H99.08")),
                        new FollowPages.Told(
                            Samples.NOW,
                            "Đã cấp biên nhận cho bên gửi",
                            Optional.empty(),
                            "receipt SHA-256 " + Samples.DIGEST.hex(),
                            Optional.empty(),
                            Optional.of(1)),
                        new FollowPages.Told(
                            Samples.NOW,
                            "Gửi chưa thành công",
                            Optional.empty(),
                            "1–3: " + name,
                            Optional.of(Samples.NOW.plusSeconds(60)),
                            Optional.empty())))
                .with(
                    "waiting",
                    List.of(
                        new FollowPages.Stuck(
                            new Waiting(
                                UUID.randomUUID(),
                                delivery.id().toString(),
                                WorkKind.DELIVER_MESSAGE,
                                Waiting.Reason.TRIED_AGAIN,
                                3,
                                Optional.of(Samples.NOW.plusSeconds(300)),
                                Optional.of(name),
                                Optional.empty()),
                            true),
                        new FollowPages.Stuck(
                            new Waiting(
                                UUID.randomUUID(),
                                "x",
                                WorkKind.JUDGE_DOCUMENTS,
                                Waiting.Reason.BEHIND_AN_EARLIER_ONE,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(UUID.randomUUID())),
                            false)))
                .with("missing", List.of(aside))
                .with("overtakenBy", List.of(delivered))
                .with("mayIntervene", true),
            roles));
    pages.put(
        "follow-intervene",
        new Sample(
            Page.of("follow-intervene")
                .with("found", waiting)
                .with(
                    "preview",
                    new InterveneInDelivery.Preview(
                        delivery,
                        new WaitingWork(
                            UUID.randomUUID(),
                            WorkKind.DELIVER_MESSAGE,
                            "H99.21",
                            delivery.id().toString(),
                            3,
                            1,
                            Samples.NOW,
                            Samples.NOW,
                            false,
                            Optional.of(name)),
                        Optional.of(
                            Samples.agency("H99.21", named("Sở Nông nghiệp", name), Channel.SOAP)),
                        Samples.NOW.plusSeconds(86_400)))
                .with("missing", List.of(aside))
                .with("overtakenBy", List.of(delivered)),
            roles));
  }

  private static FollowPages.Told told(String label, String detail, Optional<String> actor) {
    return new FollowPages.Told(
        Samples.NOW, label, actor, detail, Optional.empty(), Optional.empty());
  }

  private static FoundMessage found(MessageKind kind, Delivery.State state, boolean aside) {
    return new FoundMessage(
        UUID.randomUUID(),
        "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
        kind,
        "H99.08",
        "H99.21",
        Optional.of(new DossierCode("H99.08-310304-0001")),
        Channel.JMS,
        Samples.NOW,
        Optional.of(state),
        aside);
  }

  private static ShownCertificate certificate(String name) {
    return new ShownCertificate(
        name,
        "CA phục vụ các cơ quan Nhà nước (thử nghiệm)",
        "CN=CA phục vụ các cơ quan Nhà nước (thử nghiệm),C=VN",
        "4f3a99b2",
        LocalDate.of(2030, 1, 1),
        LocalDate.of(2033, 1, 1),
        "inForce",
        Optional.empty());
  }

  private static ShownCertificate withdrawn(String name) {
    return new ShownCertificate(
        "Hệ thống của Sở",
        "CA phục vụ các cơ quan Nhà nước (thử nghiệm)",
        "CN=CA phục vụ các cơ quan Nhà nước (thử nghiệm),C=VN",
        "4f3a99b1",
        LocalDate.of(2028, 1, 1),
        LocalDate.of(2031, 1, 1),
        "withdrawn",
        Optional.of(new Withdrawal(Samples.NOW, Withdrawal.Reason.REPLACED, Samples.NOW, name)));
  }

  private static Agency ended(Agency agency, Agency heir, String name) {
    return agency.closing(
        Samples.NOW,
        Optional.of(
            new Succession(
                heir.code(), Succession.Policy.FORWARD, named("Nghị quyết 12/NQ-HĐND", name))));
  }

  private static DossierView.Document document(
      String name, Optional<org.dossierhub.signing.verification.ValidationReport> report) {
    return new DossierView.Document(
        name,
        "application/pdf",
        245_760,
        Samples.DIGEST.hex(),
        UUID.randomUUID().toString(),
        0,
        report,
        report.filter(r -> r.verdict() != Verdict.VALID).isPresent()
            ? List.of(
                new KeptVerdict.ChangedPage(1, Optional.of(4), Optional.of(5)),
                new KeptVerdict.ChangedPage(2, Optional.empty(), Optional.empty()))
            : List.of());
  }

  static List<String> names() {
    return new ArrayList<>(all("x").keySet());
  }

  private static LegalInstrument instrument(String name, boolean verified) {
    var day = LocalDate.of(2025, 7, 1);
    return new LegalInstrument(
        "118/2025/NĐ-CP",
        named("Nghị định về cơ chế một cửa", name),
        Optional.empty(),
        Optional.of(day),
        verified ? Optional.empty() : Optional.of(day.plusYears(3)),
        verified ? Optional.empty() : Optional.of("1/2028/NĐ-CP"),
        verified ? Optional.of("quan-tri") : Optional.empty(),
        verified ? Optional.of(day) : Optional.empty());
  }
}
