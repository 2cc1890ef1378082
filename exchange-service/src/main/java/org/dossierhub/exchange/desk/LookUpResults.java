package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.NumberRegister;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Revision;

/** What an account may see of its agency's results. */
@ApplicationScoped
public class LookUpResults {

  public List<Result> ofAgency(Account by, int atMost) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public List<Result> ofDossier(Account by, UUID dossier) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public Result one(Account by, UUID result) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public List<Revision> revisions(Account by, UUID result) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public byte[] document(Account by, UUID result) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public List<NumberRegister.Entry> register(Account by, int year) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
