package org.dossierhub.exchange.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.ManifestXml;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.store.MessageTraceStore;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fills a real PostgreSQL with a million messages and measures what a search and a time line cost.
 * No test of {@code mvn verify} (its name does not end in Test): minutes long, run by hand as
 * docs/following.md says.
 */
class SearchBenchmark {
  private static final int MESSAGES = Integer.getInteger("messages", 1_000_000);
  private static final int ROUNDS = 300;
  private static final int AGENCIES = 60;

  @TempDir Path folder;

  /** One kind of question, with something to ask for each time. */
  private record Kind(String name, Account by, java.util.function.IntFunction<String> words) {}

  @Test
  void search_among_a_million_messages() {
    var world = new HubWorld(folder);
    long began = System.nanoTime();
    fill(world);
    System.out.printf(
        "%d messages filled in %d s%n", MESSAGES, (System.nanoTime() - began) / 1_000_000_000);
    var follow =
        new FollowMessage(
            new MessageTraceStore(world.test.database()),
            world.inbox,
            world.deliveries,
            world.evidence,
            world.audit,
            world.verdicts,
            world.agencies,
            new Administration(
                new Settings(
                    new HubSettings(
                        HubWorld.HUB, java.net.URI.create("https://hub.test/"), 1, false, 1),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)));
    var operator = account(HubWorld.HUB, Role.ADMINISTRATOR);
    var busy = account(new AgencyCode("H99.301"), Role.CLERK);
    var quiet = account(new AgencyCode("H99.351"), Role.CLERK);
    var idle = account(new AgencyCode("H99.399"), Role.CLERK);
    var random = new Random(1);
    var kinds =
        List.of(
            new Kind("dossier code", operator, i -> dossier(1 + random.nextInt(MESSAGES / 2))),
            new Kind(
                "dossier code, neighbour", idle, i -> dossier(1 + random.nextInt(MESSAGES / 2))),
            new Kind("message id", operator, i -> id(1 + random.nextInt(MESSAGES))),
            new Kind("digest of a file", operator, i -> sha("part" + random.nextInt(MESSAGES))),
            new Kind("digest nobody has", operator, i -> sha("none" + i)),
            new Kind("agency", operator, i -> "H99." + (301 + random.nextInt(AGENCIES))),
            new Kind("agency that sends half", operator, i -> "H99.300"),
            new Kind("agency, official of another", quiet, i -> "H99.300"),
            new Kind("agency, official without any", idle, i -> "H99.300"),
            new Kind("serial", operator, i -> String.valueOf(900_001 + random.nextInt(AGENCIES))),
            new Kind("serial of half of all", operator, i -> "900000"),
            new Kind("serial of half, busy official", busy, i -> "900000"),
            new Kind("serial of half, official without", idle, i -> "900000"));
    var worst = 0.0;
    System.out.printf("%-36s %8s %8s %8s  (ms)%n", "search", "p50", "p99", "max");
    for (var kind : kinds) {
      var times = new double[ROUNDS];
      // on one connection, as from a pool: opening one costs more than the search
      world.transactions.inOne(
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              var sought = Sought.in(kind.words().apply(i)).orElseThrow();
              long from = System.nanoTime();
              follow.find(kind.by(), sought, 50);
              times[i] = (System.nanoTime() - from) / 1e6;
            }
          });
      worst = Math.max(worst, print(kind.name(), times));
    }
    var times = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      var found =
          follow.find(operator, Sought.in(id(1 + random.nextInt(MESSAGES))).orElseThrow(), 2);
      long from = System.nanoTime();
      assertThat(follow.timeLine(operator, found.get(0).reference())).isPresent();
      times[i] = (System.nanoTime() - from) / 1e6;
    }
    worst = Math.max(worst, print("time line", times));

    assertThat(worst).as("p99 of the slowest kind, ms").isLessThan(200);
  }

  private static double print(String name, double[] times) {
    Arrays.sort(times);
    double p99 = times[(int) Math.ceil(ROUNDS * 0.99) - 1];
    System.out.printf("%-36s %8.2f %8.2f %8.2f%n", name, times[ROUNDS / 2], p99, times[ROUNDS - 1]);
    return p99;
  }

  private static Account account(AgencyCode agency, Role role) {
    return new Account(
        UUID.randomUUID(), "nguoi.thu", "Người thử", agency, Set.of(role), List.of());
  }

  private static String dossier(int number) {
    return "H99.%d-261120-%07d".formatted(301 + number % AGENCIES, number);
  }

  /** As the database makes them below. */
  private static String id(int number) {
    var hex = "%032x".formatted(number * 2654435761L);
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private static String sha(String text) {
    return org.dossierhub.signing.identity.Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private void fill(HubWorld world) {
    for (int a = 300; a < 300 + AGENCIES + 1; a++) {
      world.agency(new AgencyCode("H99." + a), "UBND xã số " + a, Channel.JMS);
    }
    world.agency(new AgencyCode("H99.399"), "UBND xã không có gì", Channel.DESK);
    world.agreement(new AgencyCode("H99.300"), new AgencyCode("H99.301"), Limits.GREATEST);
    var letter = world.letter().about(dossier(1)).part("Đơn đề nghị.pdf", "part");
    var content = new String(ManifestXml.write(letter.manifest()), StandardCharsets.UTF_8);
    var id = letter.id().value();
    var lines =
        List.of(
            "set session_replication_role = replica",
            "set maintenance_work_mem = '256MB'",
            // indexes are made afterwards, which is the same and quicker
            """
            do $$ declare r record; begin
              create temporary table defs as select indexname, indexdef from pg_indexes
                where tablename in ('message', 'message_part', 'evidence', 'audit_log')
                  and indexname not in (select conname from pg_constraint);
              for r in select * from defs loop execute 'drop index ' || r.indexname; end loop;
            end $$""",
            "create temporary table n as select i,"
                + " lpad(to_hex(i::bigint * 2654435761), 32, '0')::uuid as id,"
                + " 'H99.' || (case when i % 2 = 0 then 300 else 301 + (i * 7) % "
                + AGENCIES
                + " end) as sender, 'H99.' || (301 + (i / 2) % "
                + AGENCIES
                + ") as recipient, 1 + i / 2 as dossier,"
                + " timestamptz '2026-01-01' + i * interval '20 seconds' as at"
                + " from generate_series(1, "
                + MESSAGES
                + ") i",
            "insert into dossier (id, code, agency, submitter, subject, received_at, business, business_since,"
                + " fee, signing, delivery, synchronisation, light, version)"
                + " select lpad(to_hex(d), 32, '0')::uuid,"
                + " 'H99.' || (301 + d % "
                + AGENCIES
                + ") || '-261120-' || lpad(d::text, 7, '0'), 'H99.' || (301 + d % "
                + AGENCIES
                + "), 'H99.300', 'Hồ sơ', timestamptz '2026-01-01' + d * interval '40 seconds', 1, now(),"
                + " 'NONE_DUE', 'NOT_BEGUN', 'DELIVERED', 'NOT_CONFIGURED', 'NOT_JUDGED', 0"
                + " from generate_series(1, "
                + (MESSAGES / 2 + 1)
                + ") d",
            "insert into message (reference, sender, message_id, kind, recipient, dossier, arrived_by, received_at,"
                + " manifest, content, content_sha256, parts_sha256, receipt, signer_issuer, signer_serial)"
                + " select gen_random_uuid(), sender, id::text, 'DOSSIER', recipient, lpad(to_hex(dossier), 32, '0')::uuid,"
                + " 'JMS', at, convert_to(id::text || repeat('x', 900), 'UTF8'), convert_to(xml, 'UTF8'),"
                + " encode(sha256(convert_to(xml, 'UTF8')), 'hex'), encode(sha256(convert_to('p' || i, 'UTF8')), 'hex'),"
                + " convert_to(repeat('r', 400), 'UTF8'), 'CN=CA', 900000 + (substr(sender, 5)::int - 300)"
                + " from (select n.*, replace('"
                + content.replace("'", "''")
                + "', '"
                + id
                + "', id::text) as xml from n) m",
            "insert into message_part (message, position, name, media_type, size, sha256)"
                + " select m.reference, 0, 'Đơn.pdf', 'application/pdf', 4, encode(sha256(convert_to('part' || n.i, 'UTF8')), 'hex')"
                + " from n join message m on m.message_id = n.id::text",
            "insert into delivery (id, message, recipient, state, attempts, added_at, expires_at, changed_at)"
                + " select gen_random_uuid(), reference, recipient,"
                + " case when random() < 0.98 then 'DELIVERED' else 'WAITING' end, 1, received_at,"
                + " received_at + interval '7 days', received_at from message",
            "insert into delivery_attempt select id, 1, 1, added_at, added_at, null from delivery",
            "insert into outbox (id, kind, lane, subject, order_key) select gen_random_uuid(), 'DELIVER_MESSAGE',"
                + " recipient, id::text, message::text from delivery where state = 'WAITING' limit 10000",
            "insert into evidence (message, kind, at, detail, document)"
                + " select reference, k, received_at, 'by JMS', convert_to(repeat('e', 300), 'UTF8')"
                + " from message, unnest(array['MANIFEST_VERIFIED', 'RECEIPT_ISSUED']) k",
            "insert into audit_log (at, actor, action, subject, agency, detail)"
                + " select received_at, sender, 'MESSAGE_ACCEPTED', message_id, recipient, 'DOSSIER' from message",
            """
            do $$ declare r record; begin
              for r in select * from defs loop execute r.indexdef; end loop;
            end $$""",
            "set session_replication_role = default");
    world
        .test
        .transactions()
        .inOne(() -> world.test.database().write(h -> lines.forEach(h::execute)));
    world.test.database().write(h -> h.execute("vacuum analyze"));
    if (Boolean.getBoolean("plans")) {
      world
          .test
          .database()
          .write(
              h -> {
                h.execute("alter system set session_preload_libraries = 'auto_explain'");
                h.execute("alter system set auto_explain.log_min_duration = 0");
                h.execute("alter system set auto_explain.log_analyze = on");
                h.execute("select pg_reload_conf()");
              });
    }
  }
}
