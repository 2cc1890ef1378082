package org.dossierhub.system.neighbour;

import java.nio.file.Path;
import java.util.List;
import org.dossierhub.system.wire.PublishedResult;
import org.dossierhub.system.wire.Refusal;

/** One way of talking to the hub: SOAP or JMS. Both carry the same elements. */
public interface HubChannel extends AutoCloseable {
  /** A part to send: either a file on disk or bytes at hand. */
  record PartFile(String name, String mediaType, Path file, byte[] bytes) {}

  /** What came back: a receipt, a status, a file, or a refusal with its code. */
  record Answer(
      String kind,
      String code,
      String reasonVi,
      String reasonEn,
      byte[] document,
      String name,
      String sha256,
      int status,
      String label,
      List<Published> results) {

    /** A published result as the hub names it. */
    record Published(
        String resultId, String title, String sha256, String publicUrl, String state) {}

    static Answer receipt(byte[] receipt) {
      return new Answer("RECEIPT", null, null, null, receipt, null, null, 0, null, List.of());
    }

    static Answer refusal(Refusal refusal) {
      return new Answer(
          "REFUSAL",
          refusal.getCode(),
          refusal.getReasonVi(),
          refusal.getReasonEn(),
          refusal.getEvidence(),
          null,
          null,
          0,
          null,
          List.of());
    }

    static Answer status(int status, String label, List<PublishedResult> results) {
      return new Answer(
          "STATUS",
          null,
          null,
          null,
          null,
          null,
          null,
          status,
          label,
          results == null
              ? List.of()
              : results.stream()
                  .map(
                      r ->
                          new Published(
                              r.getResultId(),
                              r.getTitle(),
                              r.getSha256(),
                              r.getPublicUrl(),
                              r.getState().value()))
                  .toList());
    }

    static Answer file(String name, String sha256, byte[] content) {
      return new Answer("FILE", null, null, null, content, name, sha256, 0, null, List.of());
    }
  }

  Answer submit(String messageId, byte[] manifest, List<PartFile> parts);

  Answer receipt(String messageId);

  Answer status(String dossierCode);

  Answer fetchResult(String resultId);

  @Override
  void close();
}
