package org.dossierhub.exchange.registry;

import java.net.URI;
import java.util.Optional;
import org.dossierhub.exchange.message.Channel;

/** The rule for the address of an agency: https where the hub has to call it, none elsewhere. */
final class AgencyAddress {
  private AgencyAddress() {}

  static void check(Channel channel, Optional<URI> address) throws RegistryRefused {
    boolean called = channel == Channel.SOAP;
    if (called && address.isEmpty()) {
      throw new RegistryRefused(
          "ADDRESS_NEEDED",
          "Cơ quan nhận qua SOAP phải có địa chỉ https.",
          "An agency reached by SOAP needs an https address");
    }
    if (address.isPresent()
        && (!"https".equals(address.get().getScheme()) || address.get().getHost() == null)) {
      throw new RegistryRefused(
          "ADDRESS_NEEDED",
          "Địa chỉ phải bắt đầu bằng https://.",
          "The address has to be an https address");
    }
  }
}
