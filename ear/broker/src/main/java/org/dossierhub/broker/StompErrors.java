package org.dossierhub.broker;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrame;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrameInterceptor;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Gives the {@code ERROR} frames of the broker the form of docs/protocol/jms.md: the stable code in
 * {@code message}, the reason in the body, {@code receipt-id} when a sending is refused that asked
 * for a receipt. Artemis alone would print the whole message it refuses and no reason.
 */
final class StompErrors implements StompFrameInterceptor, ActiveMQServerMessagePlugin {
  private static final Logger LOG = Logger.getLogger(StompErrors.class.getName());

  /** The codes with which {@link MessageLimits} and {@link Places} begin their words. */
  private static final Pattern OURS =
      Pattern.compile("(MALFORMED|LIMIT_EXCEEDED|TRY_AGAIN_LATER): (.*)", Pattern.DOTALL);

  /** Unknown user or wrong password. */
  private static final Pattern UNKNOWN = Pattern.compile("AMQ229031|AMQ339010|password is invalid");

  /** A right that the user does not have. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("AMQ229032|AMQ229213|AMQ229221|AMQ119015|AMQ119016");

  /** How Artemis begins when it could not send a message on; the reason it leaves out. */
  private static final Pattern NOT_SENT =
      Pattern.compile("AMQ339011.*?messageID=([0-9]+),.*", Pattern.DOTALL);

  /** A sending that was refused, and not answered yet. */
  private record Refusal(String words, String receipt) {}

  private final Map<RemotingConnection, Map<String, Refusal>> refusals =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Keeps the reason for the frame that comes; for {@link MessageLimits} Artemis does not ask. */
  @Override
  public void onSendException(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue,
      Exception why) {
    if (session.getRemotingConnection() instanceof StompConnection line) {
      refusals
          .computeIfAbsent(line, each -> new ConcurrentHashMap<>())
          .put(
              String.valueOf(message.getMessageID()),
              new Refusal(String.valueOf(why.getMessage()), message.getStringProperty("receipt")));
    }
  }

  /** Sends another frame in the place of each error. */
  @Override
  public boolean intercept(StompFrame frame, RemotingConnection line) {
    if (!frame.getCommand().equals("ERROR") || !(line instanceof StompConnection stomp)) {
      return true;
    }
    try {
      stomp.physicalSend(told(frame, refusals.getOrDefault(line, Map.of())));
      return false;
    } catch (Exception e) {
      LOG.log(Level.FINE, "The line is gone", e);
      return true;
    }
  }

  private static StompFrame told(StompFrame error, Map<String, Refusal> refusals) {
    var words = String.valueOf(error.getHeader("message"));
    var notSent = NOT_SENT.matcher(words);
    var refusal = notSent.matches() ? refusals.get(notSent.group(1)) : null;
    String receipt = null;
    if (refusal != null) {
      refusals.remove(notSent.group(1));
      words = refusal.words();
      receipt = refusal.receipt();
    }
    var ours = OURS.matcher(words);
    boolean isOurs = ours.matches();
    var told = new StompFrame("ERROR");
    told.addHeader("message", isOurs ? ours.group(1) : code(words));
    told.addHeader("content-type", "text/plain");
    if (receipt != null) {
      told.addHeader("receipt-id", receipt);
    }
    told.setByteBody((isOurs ? ours.group(2) : words).getBytes(StandardCharsets.UTF_8));
    return told;
  }

  private static String code(String words) {
    if (UNKNOWN.matcher(words).find()) {
      return "NOT_AUTHENTICATED";
    }
    return FORBIDDEN.matcher(words).find() ? "NOT_ALLOWED" : "MALFORMED";
  }
}
