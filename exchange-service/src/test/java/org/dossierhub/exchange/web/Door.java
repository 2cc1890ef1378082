package org.dossierhub.exchange.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who may come to which address of the pages, written down by hand: an address that is missing here
 * fails {@link EveryAddressTest}, and whoever adds it has to say what sort it is.
 */
enum Door {
  /** Nobody has to sign in. */
  PUBLIC(
      "HomePage.home",
      "StaticAssets.asset",
      "HealthPages.health",
      "CataloguePages.catalogue",
      "CataloguePages.units",
      "CataloguePages.plans",
      "VerifyPages.form",
      "VerifyPages.verdict",
      "VerifyPages.report",
      "PublicResultPages.lookUp",
      "PublicResultPages.result",
      "PublicResultPages.report",
      "PublicResultPages.file",
      "PublicResultPages.qr",
      "SignInPages.form",
      "SignInPages.signIn",
      "SignInPages.code",
      "SignInPages.signOut"),

  /** Whoever is signed in, for the own account only. */
  SIGNED_IN(
      "OwnAccountPages.own",
      "OwnAccountPages.changePassword",
      "OwnAccountPages.beginSecondFactor",
      "OwnAccountPages.finishSecondFactor",
      "OwnAccountPages.dropSecondFactor"),

  /** What one dossier or result of one agency shows or changes; absent for every other agency. */
  OF_ONE_AGENCY(
      "DossierPages.detail",
      "DossierPages.file",
      "DossierPages.picture",
      "DossierPages.report",
      "DossierPages.manifest",
      "DossierPages.receipt",
      "DossierPages.evidence",
      "DossierPages.result",
      "DossierPages.move",
      "DossierPages.prepare",
      "DossierPages.replaceDraft",
      "DossierPages.discardDraft",
      "SigningPages.one",
      "SigningPages.sendBack",
      "SigningPages.document",
      "SigningPages.openSession",
      "ClerkPages.one",
      "ClerkPages.document",
      "ClerkPages.session",
      "ClerkPages.number",
      "ClerkPages.sendBack",
      "ClerkPages.takeNumberBack",
      "ClerkPages.publish",
      "ClerkPages.revoke",
      "ClerkPages.replace"),

  /** A list of what is of one's own agency. */
  LIST_OF_ONE_AGENCY("DossierPages.list", "SigningPages.list", "ClerkPages.list"),

  /** Any role, for the messages of the own agency; FollowMessageTest tries what lies behind. */
  FOLLOWING(
      "FollowPages.search",
      "FollowPages.one",
      "FollowPages.evidence",
      "FollowPages.manifest",
      "FollowPages.pack"),

  /** Administrators, those outside the hub's own agency for their agency only. */
  ADMINISTRATORS(
      "AdministrationPages.start",
      "AdministrationPages.audit",
      "AccountAdministration.list",
      "AccountAdministration.add",
      "AccountAdministration.one",
      "AccountAdministration.change",
      "AccountAdministration.addCertificate",
      "AccountAdministration.removeCertificate",
      "AccountAdministration.image",
      "AccountAdministration.putImage",
      "AccountAdministration.resetPassword",
      "AccountAdministration.resetSecondFactor",
      "AccountAdministration.block",
      "ProofPages.list",
      "ProofPages.one",
      "ProofPages.proof",
      "ProofPages.delete"),

  /** Administrators of the hub's own agency. */
  ADMINISTRATORS_OF_WHOLE_HUB(
      "FollowPages.preview",
      "FollowPages.act",
      "AdministrationPages.work",
      "AdministrationPages.again",
      "AdministrationPages.procedure",
      "AdministrationPages.setCode",
      "AdministrationPages.legal",
      "AdministrationPages.verifyInstrument",
      "AgencyAdministration.list",
      "AgencyAdministration.save",
      "AgencyAdministration.one",
      "AgencyAdministration.addCertificate",
      "AgencyAdministration.withdrawCertificate",
      "AgencyAdministration.close",
      "AgreementAdministration.list",
      "AgreementAdministration.add",
      "AgreementAdministration.end");

  final Set<String> addresses;

  Door(String... addresses) {
    this.addresses = new TreeSet<>(Set.of(addresses));
  }

  static String name(Method address) {
    return address.getDeclaringClass().getSimpleName() + "." + address.getName();
  }

  /** Every method of a page that answers requests. */
  static Stream<Method> all() {
    return new Pages()
        .getClasses().stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(
                method ->
                    Arrays.stream(method.getAnnotations())
                        .anyMatch(
                            said -> said.annotationType().isAnnotationPresent(HttpMethod.class)));
  }

  Stream<Method> methods() {
    return all().filter(method -> addresses.contains(name(method)));
  }
}
