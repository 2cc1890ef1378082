package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dossierhub.exchange.settings.TrustedProxies;
import org.dossierhub.exchange.verification.AnonymousUpload;
import org.dossierhub.exchange.verification.AnonymousUploads;
import org.dossierhub.exchange.verification.UploadRate;
import org.junit.jupiter.api.Test;

class OneFileAtMostTest {
  private final OneFileAtMost door = new OneFileAtMost();
  private final AtomicReference<Response> refusal = new AtomicReference<>();

  /** Against scraping, too (A24). */
  @Test
  void the_sixty_first_file_of_an_address_is_answered_with_429_in_both_languages() {
    door.proxies = TrustedProxies.none();
    var all = new AnonymousUploads();
    door.upload = new AnonymousUpload(new UploadRate(Clock.systemUTC()), all);
    door.connection = from("192.0.2.7");
    for (int i = 0; i < 60; i++) {
      door.filter(request());
      assertThat(refusal.get()).isNull();
    }

    door.filter(request());

    assertThat(refusal.get().getStatus()).isEqualTo(429);
    assertThat(refusal.get().getHeaderString("Retry-After")).isEqualTo("60");
    var problem = (Problem) refusal.get().getEntity();
    assertThat(problem.code()).isEqualTo("TOO_OFTEN");
    assertThat(problem.reasonVi()).contains("Xin thử lại sau ít phút");
    assertThat(problem.reasonEn()).contains("try again in a few minutes");
  }

  @Test
  void more_senders_than_places_are_answered_with_503_and_the_next_gets_the_place_of_who_is_done() {
    door.proxies = TrustedProxies.none();
    door.connection = from("192.0.2.7");
    var all = new AnonymousUploads();
    var rate = new UploadRate(Clock.systemUTC());
    var sending = new ArrayList<AnonymousUpload>();
    while (refusal.get() == null) {
      assertThat(sending).hasSizeLessThan(64);
      door.upload = new AnonymousUpload(rate, all);
      door.filter(request());
      sending.add(door.upload);
    }

    assertThat(sending).hasSize(17);
    assertThat(refusal.get().getStatus()).isEqualTo(503);
    assertThat(((Problem) refusal.get().getEntity()).reasonEn()).isNotBlank();

    sending.forEach(AnonymousUpload::end);
    refusal.set(null);
    door.filter(request());
    assertThat(refusal.get()).isNull();
  }

  @Test
  void behind_a_trusted_proxy_visitors_are_counted_one_by_one() {
    door.proxies = TrustedProxies.parse("192.0.2.7");
    var all = new AnonymousUploads();
    door.upload = new AnonymousUpload(new UploadRate(Clock.systemUTC()), all);
    for (int i = 0; i < 61; i++) {
      door.connection = from("192.0.2.7", "203.0.113." + i);
      door.filter(request());
    }

    assertThat(refusal.get()).isNull();
  }

  private static HttpServletRequest from(String address, String... forwarded) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            OneFileAtMostTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getHeaders")) {
                assertThat(arguments).containsExactly("X-Forwarded-For");
                return Collections.enumeration(List.of(forwarded));
              }
              assertThat(method.getName()).isEqualTo("getRemoteAddr");
              return address;
            });
  }

  private ContainerRequestContext request() {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            OneFileAtMostTest.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("abortWith")) {
                refusal.set((Response) arguments[0]);
              }
              return method.getName().equals("getEntityStream")
                  ? InputStream.nullInputStream()
                  : null;
            });
  }
}
