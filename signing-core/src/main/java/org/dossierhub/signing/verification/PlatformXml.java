package org.dossierhub.signing.verification;

import eu.europa.esig.dss.xml.common.DocumentBuilderFactoryBuilder;
import eu.europa.esig.dss.xml.common.TransformerFactoryBuilder;
import eu.europa.esig.dss.xml.common.XmlDefinerUtils;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;

/**
 * The platform's own XML for the library, which otherwise looks through all jars for another one
 * and sets it up for every document. Each thread has its own, set up by the library's rules of
 * safety.
 */
final class PlatformXml {
  private static final ThreadLocal<DocumentBuilderFactory> PARSERS =
      ThreadLocal.withInitial(new Parsers()::setUp);

  private PlatformXml() {}

  static void giveToLibrary() {
    var library = XmlDefinerUtils.getInstance();
    library.setDocumentBuilderFactoryBuilder(
        new Parsers() {
          @Override
          public DocumentBuilderFactory build() {
            return PARSERS.get();
          }
        });
    library.setTransformerFactoryBuilder(new Writers());
  }

  private static class Parsers extends DocumentBuilderFactoryBuilder {
    DocumentBuilderFactory setUp() {
      return super.build();
    }

    @Override
    protected DocumentBuilderFactory instantiateFactory() {
      return DocumentBuilderFactory.newDefaultInstance();
    }
  }

  /** A new one each time: whoever gets it tells it where to complain. */
  private static final class Writers extends TransformerFactoryBuilder {
    @Override
    protected TransformerFactory instantiateFactory() {
      return TransformerFactory.newDefaultInstance();
    }
  }
}
