package org.dossierhub.system.neighbour;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.dossierhub.system.wire.ObjectFactory;

/** The elements of exchange.xsd as bytes, for the channel that has no SOAP around them. */
final class Wire {
  private static final JAXBContext CONTEXT = context();

  private Wire() {}

  private static JAXBContext context() {
    try {
      return JAXBContext.newInstance(ObjectFactory.class);
    } catch (JAXBException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] write(Object element) {
    try {
      var out = new ByteArrayOutputStream();
      CONTEXT.createMarshaller().marshal(element, out);
      return out.toByteArray();
    } catch (JAXBException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object read(byte[] xml) {
    try {
      var inputs = XMLInputFactory.newInstance();
      inputs.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      var element =
          CONTEXT
              .createUnmarshaller()
              .unmarshal(inputs.createXMLStreamReader(new ByteArrayInputStream(xml)));
      return element instanceof jakarta.xml.bind.JAXBElement<?> wrapped
          ? wrapped.getValue()
          : element;
    } catch (JAXBException | XMLStreamException e) {
      throw new IllegalStateException("Not an element of exchange.xsd", e);
    }
  }
}
