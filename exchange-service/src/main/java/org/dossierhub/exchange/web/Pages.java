package org.dossierhub.exchange.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Everything people see in a browser. The list is explicit, so that the REST API of package rest
 * stays out of it.
 */
@ApplicationPath("/")
public class Pages extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        Arrival.class,
        Doorkeeper.class,
        BeforeUpload.class,
        PostedFormReader.class,
        PageWriter.class,
        ProblemPages.class,
        StaticAssets.class,
        HomePage.class,
        VerifyPages.class,
        PublicResultPages.class,
        SignInPages.class,
        OwnAccountPages.class,
        DossierPages.class,
        SigningPages.class,
        ClerkPages.class,
        AdministrationPages.class,
        AccountAdministration.class,
        AgencyAdministration.class,
        AgreementAdministration.class,
        ProofPages.class,
        FollowPages.class,
        CataloguePages.class,
        HealthPages.class);
  }
}
