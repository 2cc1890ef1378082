package org.dossierhub.exchange.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * {@code hub.trusted.proxies}: the addresses and networks from which {@code X-Forwarded-For} is
 * believed. Empty: nobody is believed, and a visitor's address is that of the connection.
 */
public record TrustedProxies(List<Network> networks) {
  public static final String HEADER = "X-Forwarded-For";
  private static final String LITERAL = "[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  public static TrustedProxies none() {
    return new TrustedProxies(List.of());
  }

  /** Addresses and networks ({@code 192.0.2.0/24}) separated by commas. */
  public static TrustedProxies parse(String text) {
    return new TrustedProxies(Arrays.stream(text.split("\\s*,\\s*")).map(Network::parse).toList());
  }

  /**
   * Whom a request is from: the connection, or, where that is a trusted proxy, the last address in
   * the header that is none. Whatever stands before it was said by a stranger.
   */
  public String visitor(String connection, List<String> forwardedFor) {
    var visitor = connection;
    var hops = Arrays.asList(String.join(",", forwardedFor).split(","));
    for (int i = hops.size() - 1; i >= 0 && trusts(visitor); i--) {
      var hop = withoutPort(hops.get(i).strip());
      if (!hop.matches(LITERAL)) {
        break;
      }
      try {
        visitor = InetAddress.getByName(hop).getHostAddress();
      } catch (UnknownHostException notAnAddress) {
        break;
      }
    }
    return visitor;
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[") && hop.contains("]")) {
      return hop.substring(1, hop.indexOf(']'));
    }
    return hop.matches("[0-9.]+:[0-9]+") ? hop.substring(0, hop.indexOf(':')) : hop;
  }

  private boolean trusts(String address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /** A network by its first address and the number of bits its addresses have in common. */
  public record Network(InetAddress first, int bits) {

    static Network parse(String text) {
      var parts = text.split("/", 2);
      if (!parts[0].matches(LITERAL)) {
        throw new IllegalArgumentException(text);
      }
      try {
        var first = InetAddress.getByName(parts[0]);
        int all = 8 * first.getAddress().length;
        int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > all) {
          throw new IllegalArgumentException(text);
        }
        return new Network(first, bits);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean contains(String address) {
      if (!address.matches(LITERAL)) {
        return false;
      }
      byte[] theirs;
      try {
        theirs = InetAddress.getByName(address).getAddress();
      } catch (UnknownHostException notAnAddress) {
        return false;
      }
      var ours = first.getAddress();
      if (theirs.length != ours.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
