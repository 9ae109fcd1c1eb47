"""What touches the operating system: data paths, process trees and limits, SQLite files."""
