package org.dossierhub.exchange.start;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.dossierhub.exchange.work.Correlation;

/**
 * Gives every request over HTTP a name that its lines in the log and its answer carry ({@code
 * X-Request-ID}); a caller or a proxy that has one for it is followed.
 */
@WebFilter("/*")
public class NameRequests extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final String HEADER = "X-Request-ID";

  @Override
  @SuppressWarnings("try") // named for the log
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var given = request.getHeader(HEADER);
    var id =
        given != null && given.matches("[A-Za-z0-9._-]{8,64}")
            ? given
            : UUID.randomUUID().toString();
    response.setHeader(HEADER, id);
    try (var named = Correlation.of("request", id)) {
      chain.doFilter(request, response);
    }
  }
}
