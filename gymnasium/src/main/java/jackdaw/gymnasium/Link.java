package jackdaw.gymnasium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.UnavailableException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames between this process and Python's. A frame is a header of 16 bytes and what follows
 * it, all little-endian: how many bytes follow (32 bits), its kind (32), the number of the exchange
 * (32), the first copy that it is about and how many (16 each). One request is one frame and is
 * written in one call; so is its reply, which has the same kind and number, or the kind {@link
 * #FAILED}. Where Python has a core of its own the frames are put into a {@link Mailbox}, which
 * costs less than the connection.
 *
 * <p>Whatever goes wrong with the frames themselves, or with the process, ends the process and is
 * what every later exchange says too. One thread at a time may use it.
 */
final class Link implements AutoCloseable {
  static final int HELLO = 0;
  static final int OPEN = 1;
  static final int CLOSE = 2;
  static final int RESET = 3;
  static final int STEP = 4;
  static final int STEP_AND_RESET = 5;
  static final int RENDER = 6;

  /** A reply's kind where the request could not be met; JSON follows that says why. */
  static final int FAILED = 7;

  /** Tells of a {@link Mailbox}. */
  static final int SHARE = 8;

  /** Wakes Python to look into the mailbox; no reply follows. */
  private static final int NUDGE = 9;

  /** In the mailbox: the frame comes over the connection. */
  private static final int ELSEWHERE = 10;

  /** Asks how long a step takes; JSON answers. */
  static final int PACE = 11;

  /**
   * Has the process run on one core alone, whose number stands where otherwise the first copy's
   * does.
   */
  static final int PIN = 12;

  /** Has a copy draw itself, for which it is made again; JSON says whether it does. */
  static final int DRAW = 13;

  static final int HEADER = 16;

  /** The longest reply whose length is not known beforehand: JSON, or a picture. */
  static final int MAX_REPLY = 1 << 28;

  private static final String[] ACTIVITIES = {
    "start", "make an environment", "close one", "reset", "step", "step", "render", "fail",
    "share memory", "wake", "look elsewhere", "step", "stay on a core", "draw"};

  /** For how long a reply is waited for awake. */
  private static final long SPIN_NANOS = 1_000_000;

  /** After how long of it whatever shares this core goes first, be it Python. */
  private static final long YIELD_NANOS = 20_000;

  /** After that it is waited for in naps of so small a part of the time before. */
  private static final int NAPS = 16;

  private static final long LONGEST_NAP_NANOS = 1_000_000;

  private static final int FIRST_BYTES = 1 << 14;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Python python;
  private final Duration patience;
  private final PythonProcess process;
  private final SocketChannel channel;
  private boolean spins;
  private @Nullable Mailbox mailbox;
  private final ByteBuffer nudge = buffer(HEADER);
  private ByteBuffer request = buffer(FIRST_BYTES);
  private MemorySegment requestSegment = MemorySegment.ofBuffer(request);
  private ByteBuffer reply = buffer(FIRST_BYTES);
  private MemorySegment replySegment = MemorySegment.ofBuffer(reply);
  private final ReentrantLock lock = new ReentrantLock();
  private int number;
  private int asked;
  private @Nullable EnvironmentException failure;
  private volatile boolean closed;
  private volatile boolean late;

  /**
   * When the present exchange has taken too long, as of {@link System#nanoTime}; 0 if there is
   * none.
   */
  private volatile long deadline;

  /**
   * Over a connection that exists.
   *
   * @param name what messages call the environment
   * @param patience how long an answer may take
   */
  Link(
      String name, Python python, Duration patience, PythonProcess process, SocketChannel channel)
      throws IOException {
    this.name = name;
    this.python = python;
    this.patience = patience;
    this.process = process;
    this.channel = channel;
    Thread.ofPlatform().name("jackdaw-python-watch").daemon().start(this::watch);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Ends a process that does not answer, which ends the wait for it. */
  private void watch() {
    long pause = Math.clamp(patience.toNanos() / 4, 1_000_000, 1_000_000_000);
    while (!closed) {
      LockSupport.parkNanos(pause);
      long due = deadline;
      if (due != 0 && System.nanoTime() - due > 0) {
        late = true;
        process.kill();
      }
    }
  }

  /** Room for a request: its payload goes from {@link #HEADER} on. */
  MemorySegment request(int payload) {
    if (HEADER + payload > request.capacity()) {
      request = buffer(Math.max(HEADER + payload, 2 * request.capacity()));
      requestSegment = MemorySegment.ofBuffer(request);
    }
    return requestSegment;
  }

  /** The last reply, whose payload stands from {@link #HEADER} on. */
  MemorySegment reply() {
    return replySegment;
  }

  /**
   * Says whether replies are waited for awake, for a while, since being woken takes longer than
   * most of them: for that the other end needs a core of its own. Until this is called they are
   * not.
   */
  void spin(boolean awake) {
    try {
      channel.configureBlocking(!awake);
      spins = awake;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * From now on hands frames over in memory that both share, where this system and Python can, and
   * replies are waited for awake. What was shared before is left to the garbage collector.
   *
   * @param requestBytes of the longest payload that is handed over so; longer ones use the
   *     connection
   * @param replyBytes of the longest payload of an answer to such a one
   */
  void share(long requestBytes, long replyBytes) {
    if (!spins) {
      return;
    }
    Mailbox made =
        Mailbox.create(HEADER + requestBytes, HEADER + replyBytes).orElse(null);
    if (made == null) {
      return;
    }
    try {
      try {
        sendJson(SHARE, made.description());
        receive(0);
        mailbox = made;
      } catch (PythonException e) {
        // It cannot: then everything goes over the connection.
      } finally {
        made.unlink();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Keeps other threads out until {@link #unlock}: an exchange is a request and its reply. */
  void lock() {
    lock.lock();
  }

  /** Lets other threads in. */
  void unlock() {
    lock.unlock();
  }

  /**
   * Sends what was put into the {@link #request} and waits for the answer; see {@link #receive}.
   *
   * @param payload how many bytes of payload the request has
   */
  int exchange(int kind, int first, int count, int payload, int longest) {
    send(kind, first, count, payload);
    return receive(longest);
  }

  /**
   * Sends what was put into the {@link #request}, after which the answer has to be received.
   *
   * @param payload how many bytes of payload the request has
   * @throws EnvironmentException if that is not possible
   */
  void send(int kind, int first, int count, int payload) {
    EnvironmentException before = failure;
    if (before != null) {
      throw new EnvironmentException(String.valueOf(before.getMessage()), before);
    }
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    number++;
    asked = kind;
    deadline = Math.max(1, System.nanoTime() + patience.toNanos());
    request.putInt(0, payload).putInt(4, kind).putInt(8, number - 1);
    request.putShort(12, (short) first).putShort(14, (short) count);
    try {
      Mailbox box = mailbox;
      if (box == null) {
        write(request, HEADER + payload);
      } else if (box.holds(HEADER + payload)) {
        if (box.post(requestSegment, HEADER + payload, number)) {
          nudge.putInt(0, 0).putInt(4, NUDGE);
          write(nudge, HEADER);
        }
      } else {
        nudge.putInt(0, 0).putInt(4, ELSEWHERE);
        box.post(MemorySegment.ofBuffer(nudge.clear()), HEADER, number);
        write(request, HEADER + payload);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(ByteBuffer frame, int bytes) throws IOException {
    frame.position(0).limit(bytes);
    channel.write(frame);
    if (frame.hasRemaining()) {
      // It did not all fit, which asleep it does.
      channel.configureBlocking(true);
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
      channel.configureBlocking(!spins);
    }
  }

  /**
   * Waits for the answer to what was sent.
   *
   * @param longest how many bytes of payload the answer may have
   * @return how many it has
   * @throws PythonException if Python says that it could not do it
   * @throws EnvironmentException if there is no sound answer
   */
  int receive(int longest) {
    try {
      int length = readReply(longest);
      deadline = 0;
      if (reply.getInt(4) == FAILED) {
        throw raised(length);
      }
      return length;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      deadline = 0;
    }
  }

  /** What to say where the connection gave way. */
  private EnvironmentException failed(IOException e) {
    deadline = 0;
    if (e instanceof ClosedByInterruptException) {
      return broken(
          "was interrupted while it waited for Python to " + ACTIVITIES[asked], e);
    }
    return late
        ? broken(
            "Python did not %s within %s s, and was ended: -D%s=SECONDS allows it longer"
                .formatted(
                    ACTIVITIES[asked], seconds(patience), GymnasiumSource.PATIENCE_PROPERTY),
            e)
        : broken(
            "Python %s when it was to %s%s"
                .formatted(process.ending(), ACTIVITIES[asked], process.lastWords()),
            new PythonException(process.ending(), process.output(), -1, true));
  }

  private int readReply(int longest) throws IOException {
    reply.clear();
    Mailbox box = mailbox;
    if (box != null) {
      awaitReply(box);
      take(box, HEADER);
      if (reply.getInt(4) == ELSEWHERE) {
        reply.clear();
        box = null;
      }
    }
    if (box == null) {
      read(HEADER);
    }
    int length = reply.getInt(0);
    int answered = reply.getInt(4);
    if (answered != asked && answered != FAILED) {
      throw broken("Python answered with the kind %d to %d".formatted(answered, asked), null);
    }
    if (reply.getInt(8) != number - 1) {
      throw broken(
          "Python answered out of order, number %d where %d was due"
              .formatted(reply.getInt(8), number - 1),
          null);
    }
    int most = answered == FAILED ? MAX_REPLY : longest;
    if (length < 0 || length > most) {
      throw broken(
          "Python announced a frame of %d bytes where at most %d are possible"
              .formatted(Integer.toUnsignedLong(length), most),
          null);
    }
    if (HEADER + length > reply.capacity()) {
      ByteBuffer larger = buffer(Math.max(HEADER + length, 2 * reply.capacity()));
      // While it is empty: a segment begins where its buffer stands.
      replySegment = MemorySegment.ofBuffer(larger);
      reply.flip();
      larger.put(reply);
      reply = larger;
    }
    if (box != null) {
      if (HEADER + length > box.reply().byteSize()) {
        throw broken(
            "Python announced a frame of %d bytes, more than it shares".formatted(length), null);
      }
      take(box, HEADER + length);
      return length;
    }
    read(HEADER + length);
    if (reply.position() > HEADER + length) {
      throw broken(
          "Python sent %d bytes more than it had announced"
              .formatted(reply.position() - HEADER - length),
          null);
    }
    return length;
  }

  /** Copies what stands in the mailbox up to a place, if it was not copied before. */
  private void take(Mailbox box, int bytes) {
    int from = reply.position();
    MemorySegment.copy(box.reply(), from, replySegment, from, bytes - from);
    reply.position(bytes);
  }

  /**
   * Waits until there is a reply in the mailbox, awake for a while before it sleeps, ever longer at
   * a time.
   */
  private void awaitReply(Mailbox box) throws IOException {
    if (box.hasReply(number)) {
      return;
    }
    long start = System.nanoTime();
    long waited = 0;
    while (!box.hasReply(number)) {
      if (waited < YIELD_NANOS) {
        Thread.onSpinWait();
      } else if (waited < SPIN_NANOS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(Math.min(waited / NAPS, LONGEST_NAP_NANOS));
        if (Thread.currentThread().isInterrupted()) {
          channel.close();
          throw new ClosedByInterruptException();
        }
        if (process.hasEnded() && !box.hasReply(number)) {
          throw new IOException("the process has ended");
        }
      }
      waited = System.nanoTime() - start;
    }
  }

  private void read(int bytes) throws IOException {
    while (reply.position() < bytes) {
      int got = channel.read(reply);
      if (got == 0) {
        got = await();
      }
      if (got < 0) {
        throw new IOException("the connection has ended");
      }
    }
  }

  /** Reads what comes next, awake for a while before it sleeps. */
  private int await() throws IOException {
    long start = System.nanoTime();
    long waited = 0;
    while (waited < SPIN_NANOS) {
      int got = channel.read(reply);
      if (got != 0) {
        return got;
      }
      if (waited > YIELD_NANOS) {
        Thread.yield();
      }
      waited = System.nanoTime() - start;
    }
    channel.configureBlocking(true);
    int got = channel.read(reply);
    channel.configureBlocking(false);
    return got;
  }

  /** Ends the process, after which nothing can be exchanged any more. */
  private EnvironmentException broken(String what, @Nullable Throwable cause) {
    String message = name + ": " + what;
    EnvironmentException thrown =
        cause == null
            ? new EnvironmentException(message)
            : new EnvironmentException(message, cause);
    failure = thrown;
    process.kill();
    closeQuietly();
    return thrown;
  }

  /** What to say of a request that Python could not meet; the process goes on. */
  private RuntimeException raised(int length) {
    JsonNode said = json(length);
    String message = said.path("message").asText().strip().replaceAll("\\s+", " ");
    String at = said.path("at").asText();
    String place = at.isEmpty() ? "" : " (" + at + ")";
    String missing = said.path("missing").asText();
    if (!missing.isEmpty()) {
      return Packages.missing(name, missing, place, python);
    }
    if (said.path("dependency").asBoolean()) {
      return new UnavailableException(
          "%s needs what is not installed for %s: %s"
              .formatted(name, python.executable(), message));
    }
    if (said.path("plain").asBoolean()) {
      return new UnavailableException("%s cannot be used: %s".formatted(name, message));
    }
    boolean gave = said.path("gave").asBoolean();
    String type = gave ? "" : said.path("type").asText();
    String colon = type.isEmpty() || message.isEmpty() ? "" : ": ";
    return new PythonException(
        type + colon + message + place,
        gave ? "" : said.path("traceback").asText(),
        said.path("copy").asInt(),
        !gave);
  }

  /** The last reply's payload as JSON. */
  private JsonNode json(int length) {
    byte[] text = new byte[length];
    reply.get(HEADER, text);
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw broken("Python answered with what is no JSON", e);
    }
  }

  /** Sends JSON, which JSON answers. */
  void sendJson(int kind, Map<String, ?> asked) {
    byte[] text;
    try {
      text = JSON.writeValueAsString(asked).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + asked, e);
    }
    request(text.length);
    request.clear().put(HEADER, text);
    send(kind, 0, 0, text.length);
  }

  /** Waits for JSON. */
  JsonNode receiveJson() {
    return json(receive(MAX_REPLY));
  }

  /** Whether it can no longer be used. */
  boolean isOver() {
    return closed || failure != null;
  }

  /** The process at the other end. */
  PythonProcess process() {
    return process;
  }

  static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1000.0);
  }

  private void closeQuietly() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost with it.
    }
  }

  /** Ends the connection, upon which Python ends. */
  @Override
  public void close() {
    if (!closed) {
      closeQuietly();
      process.close();
    }
  }
}
