package jackdaw.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one tab, driven by the DevTools protocol over a WebSocket. It keeps what
 * the page said on the console and which addresses it asked for.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 60;

  /** Errors, warnings and uncaught exceptions since the last page was opened. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Addresses that the page asked for since it was opened, its own among them. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Process process;
  private final Path profile;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private String session = "";

  private Chromium(Path binary) throws Exception {
    profile = Files.createTempDirectory("jackdaw-chromium");
    process =
        new ProcessBuilder(
            binary.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--hide-scrollbars",
            "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      socket =
          client.newWebSocketBuilder().buildAsync(endpoint(), new Listener())
              .get(SECONDS, TimeUnit.SECONDS);
      String target =
          send("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
      session =
          send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
              .get("sessionId").asText();
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        send(domain + ".enable", Map.of());
      }
    } catch (Exception e) {
      end();
      throw e;
    }
  }

  /**
   * The browser's program: that of the variable CHROMIUM, or the first of the usual names on PATH.
   */
  static Optional<Path> find() {
    String given = System.getenv("CHROMIUM");
    if (given != null) {
      return Optional.of(Path.of(given));
    }
    return NAMES.stream()
        .flatMap(
            name -> Stream
                .of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start() throws Exception {
    return new Chromium(find().orElseThrow());
  }

  private URI endpoint() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    for (int i = 0; i < SECONDS * 5; i++) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() == 2) {
          return URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.getLast());
        }
      }
      if (!process.isAlive()) {
        throw new IOException("Chromium ended at once with code " + process.exitValue());
      }
      Thread.sleep(200);
    }
    throw new IOException("Chromium did not open its port within " + SECONDS + " s");
  }

  /** Takes answers and events apart. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IOException(message.get("error").toString()));
      } else {
        answer.complete(message.get("result"));
      }
      return;
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Network.requestWillBeSent" -> requests.add(params.at("/request/url").asText());
      case "Runtime.exceptionThrown" -> complaints.add(params.toString());
      case "Log.entryAdded" -> complaints.add(params.toString());
      case "Runtime.consoleAPICalled" -> complaints.add(params.toString());
      default -> {
        // Nothing that a test asks about.
      }
    }
  }

  /** Asks for something and waits for the answer. */
  JsonNode send(String method, Map<String, ?> params) throws Exception {
    int id = lastId.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Opens a file, at an anchor or none, and waits until it is loaded. */
  void open(Path file, String anchor) throws Exception {
    // From elsewhere, so that an anchor alone loads the page again.
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", "about:blank"));
    loaded.get(SECONDS, TimeUnit.SECONDS);
    complaints.clear();
    requests.clear();
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", file.toUri() + anchor));
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /** The value of an expression of JavaScript. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.get("exceptionDetails").toString());
    }
    return result.at("/result/value");
  }

  /** Text of JavaScript's. */
  String text(String expression) throws Exception {
    return evaluate(expression).asText();
  }

  /** A list of JavaScript's texts. */
  List<String> texts(String expression) throws Exception {
    List<String> texts = new ArrayList<>();
    evaluate(expression).forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Presses a key and lets it go. */
  void press(String key) throws Exception {
    int code = switch (key) {
      case "Tab" -> 9;
      case "Escape" -> 27;
      case "End" -> 35;
      case "Home" -> 36;
      case "ArrowLeft" -> 37;
      case "ArrowRight" -> 39;
      default -> 0;
    };
    for (String type : List.of("rawKeyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
    settle();
  }

  /** Moves the mouse onto an element, and clicks if that is wanted. */
  void point(String selector, boolean click) throws Exception {
    JsonNode middle =
        evaluate(
            "(() => { const e = document.querySelector(%s); e.scrollIntoView({block: 'center'});"
                .formatted(JSON.writeValueAsString(selector))
                + " const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    double x = middle.get(0).asDouble();
    double y = middle.get(1).asDouble();
    send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    if (click) {
      for (String type : List.of("mousePressed", "mouseReleased")) {
        send(
            "Input.dispatchMouseEvent",
            Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
      }
    }
    settle();
  }

  /** Waits until events and layout have been worked off. */
  void settle() throws Exception {
    evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(() => done(1)), 20))");
  }

  /** Gives the window a size in CSS pixels and light or dark colours. */
  void look(int width, int height, boolean dark) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    settle();
  }

  /** What the window shows, as PNG. */
  byte[] picture() throws Exception {
    return Base64.getDecoder()
        .decode(send("Page.captureScreenshot", Map.of("format", "png")).get("data").asText());
  }

  private void end() throws IOException, InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    client.shutdownNow();
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
