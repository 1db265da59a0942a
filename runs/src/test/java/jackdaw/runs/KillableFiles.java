package jackdaw.runs;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The default file system as a process sees it that is killed at a chosen operation. Whatever
 * changes a file is an operation; a write that is killed has written half of its bytes. Afterwards
 * nothing changes any more, whatever finally blocks try. Syncing is counted and left out.
 */
final class KillableFiles extends FileSystemProvider {
  private final FileSystem system = new Mirror();
  private final int fatal;
  private int operations;

  /** The process is dead. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /**
   * For one process.
   *
   * @param fatal the operation that kills it, from 1; 0 for none
   */
  KillableFiles(int fatal) {
    this.fatal = fatal;
  }

  /** How many operations there were. */
  int operations() {
    return operations;
  }

  /** Whether the process was killed. */
  boolean killed() {
    return fatal > 0 && operations >= fatal;
  }

  /** Counts an operation; true if the process dies in its middle. */
  boolean dies() {
    operations++;
    if (fatal > 0 && operations > fatal) {
      throw new Killed();
    }
    return operations == fatal;
  }

  private void count() {
    if (dies()) {
      throw new Killed();
    }
  }

  /** A path of the default file system, as this process sees it. */
  Path path(Path real) {
    return (Path) Proxy.newProxyInstance(
        KillableFiles.class.getClassLoader(), new Class<?>[] {Path.class}, new View(real));
  }

  private static Path real(Path path) {
    return Proxy.isProxyClass(path.getClass())
        && Proxy.getInvocationHandler(path) instanceof View view ? view.real : path;
  }

  private final class View implements InvocationHandler {
    private final Path real;

    View(Path real) {
      this.real = real;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return system;
      }
      Object[] bare = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < bare.length; i++) {
        bare[i] = bare[i] instanceof Path each ? real(each) : bare[i];
      }
      try {
        Object result = method.invoke(real, bare);
        return result instanceof Path each ? path(each) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  @Override
  public KillableChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      count();
    }
    return new KillableChannel(
        this, FileChannel.open(real(path), options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // The caller closes it.
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(real(folder));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> files = stream.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return files.hasNext();
          }

          @Override
          public Path next() {
            return path(files.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    count();
    Files.createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    count();
    Files.delete(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    count();
    Files.copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    count();
    Files.move(real(from), real(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real(path).getFileSystem().provider().checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    count();
    Files.setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "killable";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return path(Path.of(uri));
  }

  /** What paths ask of their file system. */
  private final class Mirror extends FileSystem {
    @Override
    public FileSystemProvider provider() {
      return KillableFiles.this;
    }

    @Override
    public Path getPath(String first, String... more) {
      return path(Path.of(first, more));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Set.of("basic", "posix");
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return List.of();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }
}
