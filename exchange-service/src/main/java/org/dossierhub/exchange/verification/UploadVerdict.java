package org.dossierhub.exchange.verification;

import java.util.Optional;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * The answer to a citizen's upload: what the signatures are worth, and what our register says of
 * exactly these bytes.
 */
public record UploadVerdict(ValidationReport report, Optional<Registration> ours) {}
