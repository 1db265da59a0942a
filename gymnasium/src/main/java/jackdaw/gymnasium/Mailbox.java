package jackdaw.gymnasium;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Memory that this process and Python's share, in which a frame is handed over without a call of
 * the system: room for one request and for one reply, and how many of each there have been. Who is
 * asleep does not look into it; that is what the connection is for.
 *
 * <p>Only for processors on which stores are seen in their order, since Python cannot ask for that.
 */
final class Mailbox {
  private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT;
  private static final VarHandle HANDLE = NUMBER.varHandle();

  // Where things stand: what one side writes is a line of the cache away from what the other one
  // does.
  private static final long REQUESTS = 0;
  private static final long REPLIES = 64;
  private static final long SLEEPS = 128;
  private static final long FIRST_FRAME = 192;

  private static final int LINE = 64;
  private static final long MOST_BYTES = 1 << 28;
  private static final long RESERVED_AT_ONCE_BYTES = 1 << 16;
  private static final Path FOLDER = Path.of("/dev/shm");

  private final Path file;
  private final MemorySegment memory;
  private final MemorySegment request;
  private final MemorySegment reply;

  private Mailbox(Path file, MemorySegment memory, long requestBytes, long replyBytes) {
    this.file = file;
    this.memory = memory;
    request = memory.asSlice(FIRST_FRAME, requestBytes);
    reply = memory.asSlice(FIRST_FRAME + requestBytes, replyBytes);
  }

  /**
   * A new one; empty where there is no memory to share on such a processor.
   *
   * @param requestBytes of the longest frame to Python
   * @param replyBytes of the longest one from there
   */
  static Optional<Mailbox> create(long requestBytes, long replyBytes) {
    return create(FOLDER, requestBytes, replyBytes);
  }

  static Optional<Mailbox> create(Path folder, long requestBytes, long replyBytes) {
    long in = lines(requestBytes);
    long out = lines(replyBytes);
    if (!System.getProperty("os.arch").equals("amd64")
        || !Files.isDirectory(folder)
        || in + out > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      Leftovers.sweep(folder);
      Path file = Files.createTempFile(folder, Leftovers.PREFIX, "");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long size = FIRST_FRAME + in + out;
        reserve(channel, size);
        MemorySegment memory =
            channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
        return Optional.of(new Mailbox(file, memory, in, out));
      } catch (IOException e) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes the file, so that all its pages exist: without room for one both processes would be
   * ended in the middle of a frame.
   *
   * @throws IOException if there is no room
   */
  private static void reserve(FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(size, RESERVED_AT_ONCE_BYTES));
    for (long at = 0; at < size;) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
      at += channel.write(zeros, at);
    }
  }

  private static long lines(long bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
  }

  /** What Python has to know. */
  Map<String, Object> description() {
    return Map.of(
        "file", file.toString(),
        "request", new long[] {FIRST_FRAME, request.byteSize()},
        "reply", new long[] {FIRST_FRAME + request.byteSize(), reply.byteSize()});
  }

  /** Takes its name away, once Python has opened it or never will: nothing is left behind then. */
  void unlink() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Whether a request of so many bytes has room. */
  boolean holds(int bytes) {
    return bytes <= request.byteSize();
  }

  /**
   * Hands over a request.
   *
   * @param bytes how many of the frame's bytes there are
   * @param requests how many requests there have been then
   * @return whether Python sleeps, so that it has to be woken
   */
  boolean post(MemorySegment frame, int bytes, int requests) {
    MemorySegment.copy(frame, 0, request, 0, bytes);
    HANDLE.setVolatile(memory, REQUESTS, requests);
    return (int) HANDLE.getVolatile(memory, SLEEPS) != 0;
  }

  /** Whether the last reply is there. */
  boolean hasReply(int requests) {
    return (int) HANDLE.getAcquire(memory, REPLIES) == requests;
  }

  /** The last reply's frame, and what stands behind it. */
  MemorySegment reply() {
    return reply;
  }
}
