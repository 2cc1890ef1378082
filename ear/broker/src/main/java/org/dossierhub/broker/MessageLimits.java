package org.dossierhub.broker;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.dossierhub.broker.SentBytes.Reason;

/**
 * Refuses what docs/protocol/jms.md says is too large, and compressed messages, whose size nobody
 * knows before they are unpacked, in whichever protocol they came. The sender gets the refusal as
 * the answer to its sending; nothing of the message stays on the disk. It also refuses what the
 * messages that wait at an agency's address, bodies of large messages included, leave no room for:
 * a page limit alone counts large messages by their headers (F12), and what is {@link
 * Undeliverable}. The hub itself has no limits.
 *
 * <p>What is too large while it still arrives is stopped in {@link #intercept} for the core
 * protocol, and by {@link LineGuard} for the others.
 */
final class MessageLimits implements ActiveMQServerMessagePlugin, Interceptor {

  /**
   * A document of 4 MiB as text, where the client takes two bytes for a character, and the headers.
   */
  static final long LARGEST_MESSAGE = 8L * 1024 * 1024 + 256 * 1024;

  /** Bytes that may wait at one address to which an agency sends. */
  static final long WAITING_AT_MOST = 256L * 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(MessageLimits.class.getName());

  private final ToLongFunction<String> waiting;
  private final StompErrors errors;

  /** Bytes of the large message each channel of an agency's connection is sending. */
  private final Map<RemotingConnection, Map<Long, Long>> arriving = new WeakHashMap<>();

  /**
   * @param waiting bytes that wait in a queue, by its name
   * @param errors gets to know the refusals
   */
  MessageLimits(ToLongFunction<String> waiting, StompErrors errors) {
    this.waiting = waiting;
    this.errors = errors;
  }

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (AgencyRights.HUB.equals(session.getUsername())) {
      return;
    }
    try {
      require(session, message);
    } catch (ActiveMQException e) {
      errors.onSendException(session, transaction, message, direct, noAutoCreateQueue, e);
      throw e;
    }
  }

  private void require(ServerSession session, Message message) throws ActiveMQException {
    long size = message.getPersistentSize();
    if (size > LARGEST_MESSAGE) {
      throw refused(
          session, message, Reason.LIMIT_EXCEEDED, "is larger than " + LARGEST_MESSAGE + " bytes");
    }
    if (Boolean.TRUE.equals(message.getBooleanProperty(Message.HDR_LARGE_COMPRESSED))) {
      throw refused(session, message, Reason.MALFORMED, "is compressed");
    }
    var never = Undeliverable.why(message);
    if (never.isPresent()) {
      throw refused(session, message, Reason.MALFORMED, never.get());
    }
    forgetDuplicateId(message);
    var address = message.getAddress();
    if (address != null && waiting.applyAsLong(address) + size > WAITING_AT_MOST) {
      LOG.log(
          Level.WARNING,
          "A message of {0} was refused: more than {1} bytes would wait at {2}.",
          new Object[] {session.getUsername(), WAITING_AT_MOST, address});
      throw new ActiveMQAddressFullException(
          Reason.TRY_AGAIN_LATER
              + ": At "
              + address
              + " wait as many messages as may; send it again later.");
    }
  }

  /**
   * The broker would drop a second message with the same id and tell its sender that it has taken
   * it; nobody would answer it. The hub itself knows repetitions, and answers each of them.
   */
  private static void forgetDuplicateId(Message message) {
    if (message.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID.toString()) != null) {
      message.reencode();
    }
  }

  private static ActiveMQException refused(
      ServerSession session, Message message, Reason reason, String why) {
    LOG.log(
        Level.WARNING,
        "A message of {0} to {1} was refused: it {2}.",
        new Object[] {session.getUsername(), message.getAddress(), why});
    return new ActiveMQException(
        reason
            + ": The message to "
            + message.getAddress()
            + " "
            + why
            + " (docs/protocol/jms.md).",
        ActiveMQExceptionType.ILLEGAL_STATE);
  }

  /**
   * Stops a large message from being written while it arrives. One packet beyond the limit and the
   * last one pass, so that {@link #beforeSend} sees a message that is too large and answers.
   */
  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet instanceof CreateSessionMessage session) {
      if (!AgencyRights.HUB.equals(session.getUsername())) {
        bytes(connection, true);
      }
      return true;
    }
    if (packet instanceof SessionSendLargeMessage) {
      var bytes = bytes(connection, false);
      if (bytes != null) {
        bytes.remove(packet.getChannelID());
      }
      return true;
    }
    return !(packet instanceof SessionSendContinuationMessage part)
        || isLetThrough(part, connection);
  }

  private boolean isLetThrough(SessionSendContinuationMessage part, RemotingConnection connection) {
    var bytes = bytes(connection, false);
    if (bytes == null) {
      return true; // the hub's
    }
    if (!part.isContinues()) {
      bytes.remove(part.getChannelID());
      return true;
    }
    long before = bytes.getOrDefault(part.getChannelID(), 0L);
    bytes.put(part.getChannelID(), before + part.getBody().length);
    return before <= LARGEST_MESSAGE;
  }

  private Map<Long, Long> bytes(RemotingConnection connection, boolean isAgency) {
    synchronized (arriving) {
      return isAgency
          ? arriving.computeIfAbsent(connection, c -> new ConcurrentHashMap<>())
          : arriving.get(connection);
    }
  }
}
