package org.dossierhub.exchange.web;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;

/** The files of a form, on disk as long as the request lasts. */
@RequestScoped
public class Uploads {
  private final List<StagedPayload> staged = new ArrayList<>();

  @Inject Payloads payloads;

  PostedFile take(String name, InputStream content) throws IOException {
    try {
      var file = payloads.stage(content, PostedFormReader.FILE_LIMIT);
      staged.add(file);
      return new PostedFile(name, file);
    } catch (TooLarge e) {
      throw new ClientErrorException("The file is larger than it may be.", 413, e);
    }
  }

  @PreDestroy
  void discard() {
    staged.forEach(payloads::discard);
  }
}
