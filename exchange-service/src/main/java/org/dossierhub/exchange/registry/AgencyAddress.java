package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.NetworkSettings;

/**
 * The rule for the address of an agency: https where the hub has to call it, none elsewhere, and
 * never the hub's own machine, where only the operator's programs listen (A12), unless the operator
 * listed that host:port or the whole hub is a demonstration. Private addresses are allowed: the
 * data network of a province consists of them.
 */
@ApplicationScoped
class AgencyAddress {
  /** This machine and its link, as a name or as an address; IPv6 is in brackets in a URI. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "localhost\\.?|.*\\.localhost\\.?|127\\..*|0\\..*|0|[0-9]+|0[xX].*|169\\.254\\..*"
              + "|\\[(0{0,4}:)*0{0,4}1?\\]|\\[::.*|\\[0:.*|\\[fe[89ab].:.*");

  private final boolean demonstration;
  private final List<String> allowed;

  /** For the container's proxy. */
  protected AgencyAddress() {
    this(false, List.of());
  }

  @Inject
  AgencyAddress(HubSettings hub, NetworkSettings network) {
    this(hub.demo(), network.allowed());
  }

  AgencyAddress(boolean demonstration, List<String> allowed) {
    this.demonstration = demonstration;
    this.allowed = allowed;
  }

  void check(Channel channel, Optional<URI> address) throws RegistryRefused {
    if (!channel.isWayToAgencies()) {
      throw new RegistryRefused(
          "NO_WAY_TO_AGENCIES",
          "Cơ quan không thể nhận thông điệp qua kênh này; hãy chọn PULL.",
          "Nothing is brought to an agency by this channel; choose PULL");
    }
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
    if (address.isPresent() && !demonstration && isLocal(address.get())) {
      throw new RegistryRefused(
          "ADDRESS_IS_LOCAL",
          "Địa chỉ này là của chính máy chủ; chỉ dùng được khi người vận hành đã khai trong hub.network.allow.",
          "This is the hub's own machine; it can be used only when the operator listed it in hub.network.allow");
    }
  }

  private boolean isLocal(URI address) {
    var host = address.getHost().toLowerCase(Locale.ROOT);
    int port = address.getPort() < 0 ? 443 : address.getPort();
    return LOCAL.matcher(host).matches() && !allowed.contains(host + ":" + port);
  }
}
