package org.dossierhub.broker;

import java.util.List;
import java.util.Set;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Of all that Artemis would write down about everybody who comes and goes, only what somebody will
 * look for: users that were refused, and addresses, queues and rights that were made, changed or
 * removed. Traffic is not written down here; the hub keeps its own evidence of every message.
 */
final class AuditInLog {
  /** Ids of Artemis' audit messages (its class AuditLogger). */
  private static final Set<String> KEPT =
      Set.of(
          "AMQ601061", // creating an address
          "AMQ601062", // updating an address
          "AMQ601063", // deleting an address
          "AMQ601072", // deleting a queue
          "AMQ601119", // adding security settings
          "AMQ601120", // removing security settings
          "AMQ601122", // adding address settings
          "AMQ601123", // removing address settings
          "AMQ601262", // creating an address from a session
          "AMQ601264", // security check failure
          "AMQ601701", // address created
          "AMQ601702", // address not created
          "AMQ601703", // address updated
          "AMQ601704", // address not updated
          "AMQ601705", // address deleted
          "AMQ601706", // address not deleted
          "AMQ601708", // queue not created
          "AMQ601711", // queue deleted
          "AMQ601712", // queue not deleted
          "AMQ601716", // authentication failed
          "AMQ601751"); // address purged

  /** Held here, since the logging of the JDK forgets what it set on loggers nobody holds. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.apache.activemq.audit.base"),
          Logger.getLogger("org.apache.activemq.audit.resource"),
          Logger.getLogger("org.apache.activemq.audit.message"));

  private AuditInLog() {}

  static void keepWhatMatters() {
    LOGGERS.forEach(logger -> logger.setFilter(AuditInLog::matters));
  }

  static boolean matters(LogRecord line) {
    var text = line.getMessage();
    return text != null && text.length() >= 9 && KEPT.contains(text.substring(0, 9));
  }
}
