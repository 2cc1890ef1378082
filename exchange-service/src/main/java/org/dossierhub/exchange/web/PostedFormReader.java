package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Providers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.message.NotSlower;
import org.dossierhub.exchange.verification.VerifyUpload;

/**
 * Reads a form, with files or without, and refuses it before anybody sees it when its {@link
 * FormToken} is not right.
 */
@ApplicationScoped
public class PostedFormReader implements MessageBodyReader<PostedForm> {
  /** The most a form without files may hold, in bytes. */
  static final int TEXT_LIMIT = 256 * 1024;

  /**
   * The most a form with files may hold: one file of the greatest size that is verified or becomes
   * a result, and the fields around it, in bytes.
   */
  static final int FILE_LIMIT = VerifyUpload.AT_MOST + 1024 * 1024;

  private static final GenericType<List<EntityPart>> PARTS = new GenericType<>() {};

  @Inject Visit visit;
  @Inject Uploads uploads;
  @Context Providers providers;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == PostedForm.class;
  }

  @Override
  public PostedForm readFrom(
      Class<PostedForm> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    var form =
        media.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)
            ? withFiles(annotations, media, headers, body)
            : withoutFiles(body);
    if (!visit.formToken().accepts(form.text(FormToken.FIELD))) {
      throw new ForbiddenException("The form token is missing or belongs to another browser.");
    }
    return form;
  }

  private static PostedForm withoutFiles(InputStream body) throws IOException {
    var text = new String(atMost(body, TEXT_LIMIT).readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> fields = new HashMap<>();
    for (var pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          fields
              .computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
          throw new BadRequestException("The form is not encoded as forms are.", e);
        }
      }
    }
    return new PostedForm(fields, Map.of());
  }

  private PostedForm withFiles(
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    @SuppressWarnings("unchecked")
    var parts =
        ((MessageBodyReader<List<EntityPart>>)
                (MessageBodyReader<?>)
                    providers.getMessageBodyReader(
                        PARTS.getRawType(), PARTS.getType(), annotations, media))
            .readFrom(
                castOf(PARTS.getRawType()),
                PARTS.getType(),
                annotations,
                media,
                headers,
                atMost(body, FILE_LIMIT));
    Map<String, List<String>> texts = new HashMap<>();
    Map<String, List<PostedFile>> files = new HashMap<>();
    for (var part : parts) {
      try (var content = part.getContent()) {
        var fileName = part.getFileName();
        if (fileName.isPresent()) {
          files
              .computeIfAbsent(part.getName(), name -> new ArrayList<>())
              .add(uploads.take(fileName.get(), content));
        } else {
          texts
              .computeIfAbsent(part.getName(), name -> new ArrayList<>())
              .add(new String(atMost(content, TEXT_LIMIT).readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return new PostedForm(texts, files);
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> castOf(Class<?> raw) {
    return (Class<T>) raw;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static AtMost atMost(InputStream body, long most) {
    return new AtMost(
        new NotSlower(body, () -> new ClientErrorException("The form came too slowly.", 408)),
        most,
        () -> new ClientErrorException("The form is longer than it may be.", 413));
  }
}
