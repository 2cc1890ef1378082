package org.dossierhub.signing.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.path.PathAnswer.Outcome.PATH_INVALID;
import static org.dossierhub.signing.path.PathAnswer.Outcome.POLICY;
import static org.dossierhub.signing.path.PathAnswer.Outcome.REVOKED;
import static org.dossierhub.signing.path.PathAnswer.Outcome.STATUS_UNKNOWN;
import static org.dossierhub.signing.path.PathAnswer.Outcome.VALID;
import static org.dossierhub.signing.path.TestAuthority.NOW;
import static org.dossierhub.signing.path.TestAuthority.alternatively;
import static org.dossierhub.signing.path.TestAuthority.constraints;
import static org.dossierhub.signing.path.TestAuthority.deltaTo;
import static org.dossierhub.signing.path.TestAuthority.directory;
import static org.dossierhub.signing.path.TestAuthority.excluded;
import static org.dossierhub.signing.path.TestAuthority.inhibitAny;
import static org.dossierhub.signing.path.TestAuthority.listAt;
import static org.dossierhub.signing.path.TestAuthority.mapping;
import static org.dossierhub.signing.path.TestAuthority.noAuthority;
import static org.dossierhub.signing.path.TestAuthority.noBasicConstraints;
import static org.dossierhub.signing.path.TestAuthority.noLongerRevoked;
import static org.dossierhub.signing.path.TestAuthority.number;
import static org.dossierhub.signing.path.TestAuthority.onHold;
import static org.dossierhub.signing.path.TestAuthority.pathLength;
import static org.dossierhub.signing.path.TestAuthority.permitted;
import static org.dossierhub.signing.path.TestAuthority.policies;
import static org.dossierhub.signing.path.TestAuthority.revoked;
import static org.dossierhub.signing.path.TestAuthority.revokedFor;
import static org.dossierhub.signing.path.TestAuthority.scope;
import static org.dossierhub.signing.path.TestAuthority.unknown;
import static org.dossierhub.signing.path.TestAuthority.usage;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * RFC 5280 in vectors of our own, in the order of the sections of the NIST test suite (PKITS 1.0.1,
 * 4.1 to 4.16). Every path is made here; each is right but for the one thing its name says.
 */
class PathVectorsTest {
  private static final String ONE = "1.3.6.1.4.1.99999.1";
  private static final String TWO = "1.3.6.1.4.1.99999.2";
  private static final String ANY = "2.5.29.32.0";
  private static final String ADDRESS = "http://pki.test/list.crl";

  private TestAuthority root;

  @BeforeEach
  void an_anchor() throws Exception {
    root = TestAuthority.root("Anchor");
  }

  /** A question: which authorities stand between, which lists there are, what is demanded. */
  private final class Asked {
    private final X509Certificate person;
    private final List<X509Certificate> between = new ArrayList<>();
    private final List<X509CRL> lists = new ArrayList<>();
    private Set<String> policies = Set.of();
    private boolean explicit;
    private boolean noMapping;
    private boolean noAny;

    Asked(X509Certificate person) {
      this.person = person;
    }

    /** Each with a list on which nobody stands. */
    Asked through(TestAuthority... authorities) throws Exception {
      lists.add(root.list());
      for (var authority : authorities) {
        between.add(authority.certificate());
        lists.add(authority.list());
      }
      return this;
    }

    Asked throughWithoutLists(TestAuthority... authorities) {
      for (var authority : authorities) {
        between.add(authority.certificate());
      }
      return this;
    }

    Asked lists(X509CRL... some) {
      lists.addAll(List.of(some));
      return this;
    }

    Asked demanding(String... some) {
      policies = Set.of(some);
      explicit = true;
      return this;
    }

    Asked explicit() {
      explicit = true;
      return this;
    }

    Asked withoutMapping() {
      noMapping = true;
      return this;
    }

    Asked withoutAny() {
      noAny = true;
      return this;
    }

    void is(PathAnswer.Outcome expected) {
      var answer =
          new ValidatePath(
                  new PathRules(
                      List.of(root.certificate()),
                      between,
                      lists,
                      NOW,
                      policies,
                      explicit,
                      noMapping,
                      noAny,
                      true))
              .validate(person);
      assertThat(answer.outcome()).as(answer.detail()).isEqualTo(expected);
    }

    void isNotValid() {
      var rules =
          new PathRules(
              List.of(root.certificate()),
              between,
              lists,
              NOW,
              policies,
              explicit,
              noMapping,
              noAny,
              true);
      assertThat(new ValidatePath(rules).validate(person).outcome()).isNotEqualTo(VALID);
    }
  }

  private Asked ask(X509Certificate person) {
    return new Asked(person);
  }

  // ---- 4.1 signatures

  @Test
  void s4_1_signatures() throws Exception {
    var good = root.authority("Good");

    ask(good.person("An")).through(good).is(VALID);
    ask(good.withForeignKey().person("An")).through(good).isNotValid();
    var forged = root.withForeignKey().authority("Forged");
    ask(forged.person("An")).through(forged).isNotValid();
  }

  // ---- 4.2 validity

  @Test
  void s4_2_validity() throws Exception {
    var day = Duration.ofDays(1);
    var good = root.authority("Good");
    var name = new X500Name("C=VN,O=Vectors,CN=An");

    ask(good.person(name, NOW.plus(day), NOW.plus(day).plus(day))).through(good).is(PATH_INVALID);
    ask(good.person(name, NOW.minus(day).minus(day), NOW.minus(day)))
        .through(good)
        .is(PATH_INVALID);
    var tooEarly = root.authority(new X500Name("C=VN,O=Vectors,CN=Early"), NOW.plus(day));
    ask(tooEarly.person("An")).through(tooEarly).is(PATH_INVALID);
  }

  // ---- 4.3 names

  @Test
  void s4_3_chaining_of_names() throws Exception {
    var good = root.authority("Good");
    var other = root.authority("Other");
    var misnamed = new TestAuthority(other.name(), good.key(), good.certificate());

    ask(misnamed.person("An")).through(good, other).isNotValid();
    // 7.1: white space and case of printable names do not count
    var spaced = new TestAuthority(new X500Name("C=VN,O=vectors,CN=good"), good.key(), null);
    ask(spaced.person("An")).through(good).is(VALID);
  }

  // ---- 4.4 revocation

  @Test
  void s4_4_revocation() throws Exception {
    var good = root.authority("Good");
    var an = good.person("An");
    var day = Duration.ofDays(1);

    ask(an).throughWithoutLists(good).lists(root.list()).is(STATUS_UNKNOWN);
    ask(an).throughWithoutLists(good).lists(good.list()).is(STATUS_UNKNOWN);
    ask(an).throughWithoutLists(good).lists(root.list(), good.list(revoked(an))).is(REVOKED);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(revoked(good.certificate())), good.list())
        .is(REVOKED);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.withForeignKey().list())
        .is(STATUS_UNKNOWN);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(NOW.minus(day).minus(day), NOW.minus(day)))
        .is(STATUS_UNKNOWN);
    ask(an).throughWithoutLists(good).lists(root.list(), root.authority("X").list()).isNotValid();
    ask(an)
        .throughWithoutLists(good)
        .lists(
            root.list(),
            good.list(
                list ->
                    list.addExtension(
                        new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.4.1.99999.78"),
                        true,
                        org.bouncycastle.asn1.DERNull.INSTANCE)))
        .isNotValid();
  }

  // ---- 4.5 self-issued certificates

  @Test
  void s4_5_an_authority_that_changed_its_key() throws Exception {
    var old = root.authority("Changing");
    var renewed = old.authority(old.name(), NOW.minus(Duration.ofDays(10)));

    ask(renewed.person("An"))
        .throughWithoutLists(old, renewed)
        .lists(root.list(), old.list(), renewed.list())
        .is(VALID);
    var an = renewed.person("An");
    ask(an)
        .throughWithoutLists(old, renewed)
        .lists(root.list(), old.list(revoked(an)), renewed.list(revoked(an)))
        .is(REVOKED);
  }

  // ---- 4.6 basic constraints

  @Test
  void s4_6_basic_constraints() throws Exception {
    for (var none : List.of(noBasicConstraints(), noAuthority())) {
      var no = root.authority("No authority", none);
      ask(no.person("An")).through(no).is(PATH_INVALID);
    }
    var last = root.authority("Last", pathLength(0));
    ask(last.person("An")).through(last).is(VALID);
    var tooMany = last.authority("Too many");
    ask(tooMany.person("An")).through(last, tooMany).is(PATH_INVALID);
    var one = root.authority("One more", pathLength(1));
    var two = one.authority("Last", pathLength(0));
    ask(two.person("An")).through(one, two).is(VALID);
    var three = two.authority("Too many");
    ask(three.person("An")).through(one, two, three).is(PATH_INVALID);
    // 6.1.4 (l): a self-issued certificate does not count
    var renewed = last.authority(last.name(), NOW.minus(Duration.ofDays(10)), pathLength(0));
    ask(renewed.person("An"))
        .throughWithoutLists(last, renewed)
        .lists(root.list(), last.list(), renewed.list())
        .is(VALID);
  }

  // ---- 4.7 key usage

  @Test
  void s4_7_key_usage() throws Exception {
    var signsListsOnly = root.authority("Lists only", usage(KeyUsage.cRLSign));
    ask(signsListsOnly.person("An")).through(signsListsOnly).is(PATH_INVALID);
    var signsCertificatesOnly = root.authority("Certificates only", usage(KeyUsage.keyCertSign));
    ask(signsCertificatesOnly.person("An")).through(signsCertificatesOnly).is(STATUS_UNKNOWN);
  }

  // ---- 4.8 policies

  @Test
  void s4_8_policies() throws Exception {
    var both = root.authority("Both", policies(ONE, TWO));
    var an = both.person("An", policies(ONE));

    ask(an).through(both).is(VALID);
    ask(an).through(both).explicit().is(VALID);
    ask(an).through(both).demanding(ONE).is(VALID);
    ask(an).through(both).demanding(ONE, TWO).is(VALID);
    ask(an).through(both).demanding(TWO).is(POLICY);
    ask(both.person("Bình")).through(both).is(VALID);
    ask(both.person("Bình")).through(both).explicit().is(POLICY);
    var none = root.authority("None");
    ask(none.person("An", policies(ONE))).through(none).explicit().is(POLICY);
    var any = root.authority("Any", policies(ANY));
    ask(any.person("An", policies(ONE))).through(any).demanding(ONE).is(VALID);
    ask(any.person("An", policies(ANY))).through(any).demanding(ONE).is(VALID);
    var narrower = both.authority("Narrower", policies(TWO));
    ask(narrower.person("An", policies(ONE))).through(both, narrower).explicit().is(POLICY);
  }

  // ---- 4.9 explicit policy required

  @Test
  void s4_9_require_explicit_policy() throws Exception {
    var atOnce = root.authority("At once", policies(ONE), constraints(0, null));
    ask(atOnce.person("An", policies(ONE))).through(atOnce).is(VALID);
    ask(atOnce.person("An")).through(atOnce).isNotValid();
    var later = root.authority("Later", policies(ONE), constraints(5, null));
    ask(later.person("An")).through(later).is(VALID);
    var sooner = later.authority("Sooner", policies(ONE), constraints(0, null));
    ask(sooner.person("An")).through(later, sooner).isNotValid();
    ask(sooner.person("An", policies(ONE))).through(later, sooner).is(VALID);
  }

  // ---- 4.10 policy mappings

  @Test
  void s4_10_policy_mappings() throws Exception {
    var maps = root.authority("Maps", policies(ONE), mapping(ONE, TWO));
    var an = maps.person("An", policies(TWO));

    ask(an).through(maps).demanding(ONE).is(VALID);
    ask(an).through(maps).demanding(TWO).is(POLICY);
    ask(an).through(maps).demanding(ONE).withoutMapping().is(POLICY);
    ask(maps.person("Bình", policies(ONE))).through(maps).demanding(ONE).is(POLICY);
    for (var wrong : List.of(mapping(ANY, TWO), mapping(ONE, ANY))) {
      var mapsAny = root.authority("Maps any", policies(ONE), wrong);
      ask(mapsAny.person("An", policies(TWO))).through(mapsAny).isNotValid();
    }
  }

  // ---- 4.11 mapping inhibited

  @Test
  void s4_11_inhibit_policy_mapping() throws Exception {
    var inhibits = root.authority("Inhibits", policies(ONE), constraints(null, 0));
    var maps = inhibits.authority("Maps", policies(ONE), mapping(ONE, TWO));
    ask(maps.person("An", policies(TWO))).through(inhibits, maps).demanding(ONE).is(POLICY);
    var once = root.authority("Once", policies(ONE), constraints(null, 1));
    var mapsOnce = once.authority("Maps", policies(ONE), mapping(ONE, TWO));
    ask(mapsOnce.person("An", policies(TWO))).through(once, mapsOnce).demanding(ONE).is(VALID);
  }

  // ---- 4.12 any-policy inhibited

  @Test
  void s4_12_inhibit_any_policy() throws Exception {
    var inhibits = root.authority("Inhibits", policies(ONE), inhibitAny(0));
    ask(inhibits.person("An", policies(ONE))).through(inhibits).demanding(ONE).is(VALID);
    ask(inhibits.person("An", policies(ANY))).through(inhibits).explicit().is(POLICY);
    var once = root.authority("Once", policies(ONE), inhibitAny(1));
    var any = once.authority("Any", policies(ANY));
    ask(any.person("An", policies(ONE))).through(once, any).demanding(ONE).is(VALID);
    ask(any.person("An", policies(ANY))).through(once, any).explicit().is(POLICY);
    var plain = root.authority("Plain", policies(ANY));
    ask(plain.person("An", policies(ANY))).through(plain).explicit().withoutAny().is(POLICY);
  }

  // ---- 4.13 name constraints

  @Test
  void s4_13_name_constraints() throws Exception {
    var province = directory("C=VN,O=Tỉnh");
    var within = root.authority("Within", permitted(province));
    var without = root.authority("Without", excluded(province));
    var day = Duration.ofDays(1);
    var inside = new X500Name("C=VN,O=Tỉnh,CN=An");
    var outside = new X500Name("C=VN,O=Khác,CN=An");

    ask(within.person(inside, NOW.minus(day), NOW.plus(day))).through(within).is(VALID);
    ask(within.person(outside, NOW.minus(day), NOW.plus(day))).through(within).is(PATH_INVALID);
    ask(without.person(outside, NOW.minus(day), NOW.plus(day))).through(without).is(VALID);
    ask(without.person(inside, NOW.minus(day), NOW.plus(day))).through(without).is(PATH_INVALID);
  }

  @Test
  void s4_13_constraints_of_names_of_other_kinds() throws Exception {
    var kinds =
        List.of(
            List.of(GeneralName.rfc822Name, "tinh.test", "an@tinh.test", "an@khac.test"),
            List.of(GeneralName.dNSName, "tinh.test", "www.tinh.test", "www.khac.test"),
            List.of(
                GeneralName.uniformResourceIdentifier,
                ".tinh.test",
                "http://www.tinh.test/a",
                "http://www.khac.test/a"));
    for (var kind : kinds) {
      int tag = (Integer) kind.get(0);
      var base = new GeneralName(tag, (String) kind.get(1));
      var within = root.authority("Within", permitted(base));
      var without = root.authority("Without", excluded(base));
      var inside = alternatively(tag, (String) kind.get(2));
      var outside = alternatively(tag, (String) kind.get(3));

      ask(within.person("An", inside)).through(within).is(VALID);
      ask(within.person("An", outside)).through(within).is(PATH_INVALID);
      ask(without.person("An", outside)).through(without).is(VALID);
      ask(without.person("An", inside)).through(without).is(PATH_INVALID);
      // a constraint says nothing of names of other kinds
      ask(within.person("An")).through(within).is(VALID);
    }
  }

  @Test
  void s4_13_constraints_add_up_along_the_path() throws Exception {
    var country = root.authority("Country", permitted(directory("C=VN")));
    var province =
        country.authority(
            new X500Name("C=VN,CN=Province"),
            NOW.minus(Duration.ofDays(10)),
            permitted(directory("C=VN,O=Tỉnh")));
    var day = Duration.ofDays(1);

    ask(province.person(new X500Name("C=VN,O=Tỉnh,CN=An"), NOW.minus(day), NOW.plus(day)))
        .through(country, province)
        .is(VALID);
    ask(province.person(new X500Name("C=VN,O=Khác,CN=An"), NOW.minus(day), NOW.plus(day)))
        .through(country, province)
        .is(PATH_INVALID);
  }

  // ---- 4.14 distribution points and indirect lists

  @Test
  void s4_14_distribution_points() throws Exception {
    var good = root.authority("Good");
    var an = good.person("An", listAt(ADDRESS, null));

    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(scope(ADDRESS, false, false, false)))
        .is(VALID);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(scope(ADDRESS, false, false, false), revoked(an)))
        .is(REVOKED);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(scope("http://pki.test/other", false, false, false)))
        .is(STATUS_UNKNOWN);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(scope(null, false, true, false)))
        .is(STATUS_UNKNOWN);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(scope(null, true, false, false)))
        .is(VALID);
  }

  @Test
  void s4_14_an_indirect_list_of_another_issuer() throws Exception {
    var good = root.authority("Good");
    var lists = root.authority("Lists", usage(KeyUsage.cRLSign));
    var an = good.person("An", listAt(ADDRESS, lists.name()));
    var indirect = scope(ADDRESS, false, false, true);

    ask(an).throughWithoutLists(good, lists).lists(root.list(), lists.list(indirect)).is(VALID);
    ask(an)
        .throughWithoutLists(good, lists)
        .lists(root.list(), lists.list(indirect, revokedFor(good.name(), an)))
        .is(REVOKED);
    // the same serial number of another issuer is another certificate
    ask(an)
        .throughWithoutLists(good, lists)
        .lists(root.list(), lists.list(indirect, revokedFor(root.name(), an)))
        .is(VALID);
    // a list that does not say that it is indirect tells of its own issuer only
    ask(an).throughWithoutLists(good, lists).lists(root.list(), lists.list()).is(STATUS_UNKNOWN);
  }

  // ---- 4.15 delta lists

  @Test
  void s4_15_delta_lists() throws Exception {
    var good = root.authority("Good");
    var an = good.person("An");

    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(number(1)), good.list(number(2), deltaTo(1)))
        .is(VALID);
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(number(1)), good.list(number(2), deltaTo(1), revoked(an)))
        .is(REVOKED);
    // a delta without the list it adds to tells nothing
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(number(2), deltaTo(1)))
        .is(STATUS_UNKNOWN);
    ask(an)
        .throughWithoutLists(good)
        .lists(
            root.list(),
            good.list(number(1), onHold(an)),
            good.list(number(2), deltaTo(1), noLongerRevoked(an)))
        .is(VALID);
    // a base older than the delta counts from: what lies between is not known
    ask(an)
        .throughWithoutLists(good)
        .lists(root.list(), good.list(number(3), revoked(an)), good.list(number(5), deltaTo(4)))
        .is(REVOKED);
  }

  // ---- 4.16 private extensions

  @Test
  void s4_16_private_extensions() throws Exception {
    var good = root.authority("Good");

    ask(good.person("An", unknown(false))).through(good).is(VALID);
    ask(good.person("An", unknown(true))).through(good).is(PATH_INVALID);
  }
}
