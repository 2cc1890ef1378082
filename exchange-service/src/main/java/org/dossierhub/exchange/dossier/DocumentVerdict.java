package org.dossierhub.exchange.dossier;

import java.util.UUID;
import org.dossierhub.signing.verification.ValidationReport;

/** What one part of a message is worth, as judged last. */
public record DocumentVerdict(UUID message, String part, ValidationReport report) {}
