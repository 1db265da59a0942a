package jackdaw.gymnasium;

import jackdaw.environment.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts Python and connects with it: over a Unix-domain socket in a folder that only this user may
 * enter, gone as soon as both are connected; elsewhere over TCP on the loopback interface. The
 * child proves itself by a secret that it was given on its standard input.
 *
 * @param script what Python is to run
 * @param patience how long it may take to connect, and each answer
 * @param local whether to use a Unix-domain socket
 */
record Connector(Python python, byte[] script, Duration patience, boolean local) {
  /** The name of a socket in its folder. */
  static final String SOCKET = "python";

  private static final List<String> PARTS =
      List.of(
          "process.py", "frames.py", "spaces.py", "columns.py", "atari.py", "turns.py",
          "bridge.py");

  private static final int SECRET_BYTES = 16;

  /** A path to a socket may have some 100 bytes in all systems. */
  private static final int MAX_PATH = 90;

  /** With the bridge's own script, over what this system has. */
  static Connector of(Python python, Duration patience) {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    boolean fits = System.getProperty("java.io.tmpdir", "").length() < MAX_PATH - 40;
    return new Connector(python, bridge(), patience, !windows && fits);
  }

  /** The parts of the script, of which the last runs when it is read. */
  static byte[] bridge() {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    for (String part : PARTS) {
      try (InputStream in = Objects.requireNonNull(Connector.class.getResourceAsStream(part))) {
        in.transferTo(script);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return script.toByteArray();
  }

  /**
   * Starts a process.
   *
   * @param name what messages call the environment
   * @throws UnavailableException if it does not start, or ends or is silent before it has connected
   */
  Link connect(String name) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    String hex = HexFormat.of().formatHex(secret);
    Path folder = null;
    try {
      if (!local) {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
          server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
          int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
          return connect(
              name, server, "{\"port\": %d, \"token\": \"%s\"}".formatted(port, hex), secret);
        }
      }
      Leftovers.sweep(Path.of(System.getProperty("java.io.tmpdir")));
      folder = Files.createTempDirectory(Leftovers.PREFIX);
      Path path = folder.resolve(SOCKET);
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path), 1);
        return connect(
            name, server, "{\"path\": \"%s\", \"token\": \"%s\"}".formatted(path, hex), secret);
      } finally {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "%s: %s does not start: %s".formatted(name, python.executable(), e.getMessage()), e);
    } finally {
      delete(folder);
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder != null) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // The next start tries again.
      }
    }
  }

  private Link connect(String name, ServerSocketChannel server, String line, byte[] secret)
      throws IOException {
    PythonProcess process = PythonProcess.start(python, script, line);
    try {
      return new Link(name, python, patience, process, accept(server, process, secret));
    } catch (IOException e) {
      String ending = process.ending();
      process.kill();
      throw new UnavailableException(
          "%s: %s %s before it had connected%s: is it a Python 3?"
              .formatted(name, python.executable(), ending, process.lastWords()),
          new PythonException(ending, process.output(), -1, true));
    } catch (TimeoutException e) {
      process.kill();
      throw new UnavailableException(
          "%s: %s has not connected within %s s: is it a Python 3?"
              .formatted(name, python.executable(), Link.seconds(patience)),
          e);
    } catch (InterruptedException e) {
      process.kill();
      Thread.currentThread().interrupt();
      throw new UnavailableException(name + ": interrupted while Python started", e);
    }
  }

  /** Waits for the child to connect, or to end before it does. */
  private SocketChannel accept(ServerSocketChannel server, PythonProcess process, byte[] secret)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
    Thread.ofPlatform().name("jackdaw-python-accept").daemon().start(() -> {
      try {
        SocketChannel channel = server.accept();
        if (!local) {
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        requireSecret(channel, secret);
        connected.complete(channel);
      } catch (IOException e) {
        connected.completeExceptionally(e);
      }
    });
    process.whenEnded(() -> connected.completeExceptionally(new IOException("it has ended")));
    try {
      return connected.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static void requireSecret(SocketChannel channel, byte[] secret) throws IOException {
    ByteBuffer said = ByteBuffer.allocate(secret.length);
    while (said.hasRemaining()) {
      if (channel.read(said) < 0) {
        throw new IOException("the connection has ended");
      }
    }
    if (!Arrays.equals(said.array(), secret)) {
      channel.close();
      throw new IOException("another process has connected");
    }
  }
}
