package org.dossierhub.system.drain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.drain.ManyAgencies.Letter;
import org.dossierhub.system.neighbour.Ledger;

/**
 * What the ledgers of the recipients say about messages that were receipted; the only judge.
 *
 * @param at when each message was in the ledger of its recipient, by id
 * @param doubled entries more than one of the same message, and entries of messages nobody sent
 * @param repeated times a recipient recognised a message by its id
 * @param disordered messages that stand before an earlier one of their dossier
 */
public record Delivered(
    Map<String, Instant> at, int doubled, int repeated, int disordered, List<Letter> missing) {

  /**
   * @param letters receipted messages in the order they were sent, to others besides, too
   * @param ledgers of the recipients that are judged, by their codes
   */
  public static Delivered of(List<Letter> letters, Map<String, Ledger> ledgers) {
    var places = new HashMap<String, Integer>();
    var expected = new LinkedHashMap<String, Letter>();
    for (var letter : letters) {
      places.put(letter.id(), places.size());
      expected.put(letter.id(), letter);
    }
    var at = new HashMap<String, Instant>();
    int doubled = 0;
    int repeated = 0;
    int disordered = 0;
    for (var recipient : ledgers.entrySet()) {
      var newest = new HashMap<String, Integer>();
      for (var line : recipient.getValue().read("received")) {
        var id = line.get("messageId");
        var letter = expected.get(id);
        if (letter == null
            || !letter.recipient().equals(recipient.getKey())
            || at.putIfAbsent(id, Instant.parse(line.get("at"))) != null) {
          doubled++;
          continue;
        }
        int place = places.get(id);
        if (newest.merge(letter.dossier(), place, Math::max) > place) {
          disordered++;
        }
      }
      repeated += recipient.getValue().read("repeated").size();
    }
    var missing = new ArrayList<Letter>();
    for (var letter : letters) {
      if (ledgers.containsKey(letter.recipient()) && !at.containsKey(letter.id())) {
        missing.add(letter);
      }
    }
    return new Delivered(at, doubled, repeated, disordered, List.copyOf(missing));
  }

  /** The same, but the times only of messages other than these. */
  public Delivered after(Collection<Letter> earlier) {
    var later = new HashMap<>(at);
    earlier.forEach(letter -> later.remove(letter.id()));
    return new Delivered(Map.copyOf(later), doubled, repeated, disordered, missing);
  }
}
