//! Zellij's messages, read from the definitions that zellij-utils carries, and
//! the plugins that lie beside them. The plugin's zellij-tile brings it along;
//! it is only read here, since natively it takes minutes to build.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use serde_json::Value as Json;

/// The messages of one version of Zellij.
#[derive(Debug, Clone)]
pub struct Protocol {
    pool: DescriptorPool,
    folder: PathBuf,
}

impl Protocol {
    /// Finds zellij-utils among the crates that cargo has fetched.
    pub fn find() -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let metadata = Command::new(cargo)
            .args(["metadata", "--format-version", "1"])
            .args([
                "--manifest-path",
                concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
            ])
            .output()?;
        ensure!(
            metadata.status.success(),
            "cargo metadata: {}",
            String::from_utf8_lossy(&metadata.stderr)
        );
        let metadata: Json = serde_json::from_slice(&metadata.stdout)?;
        let packages = metadata.get("packages").and_then(Json::as_array);
        let named = |p: &&Json| p.get("name").and_then(Json::as_str) == Some("zellij-utils");
        let manifest = packages
            .and_then(|all| all.iter().find(named))
            .and_then(|p| p.get("manifest_path")?.as_str())
            .context("cargo knows no zellij-utils")?;
        let folder = PathBuf::from(manifest)
            .parent()
            .context("a manifest lies in a folder")?
            .to_owned();
        let files = [
            "plugin_command.proto",
            "event.proto",
            "pipe_message.proto",
            "plugin_ids.proto",
        ];
        let compiled = protox::compile(files, [folder.join("src/plugin_api")])?;
        Ok(Self {
            pool: DescriptorPool::from_file_descriptor_set(compiled)?,
            folder,
        })
    }

    /// One of Zellij's own plugins.
    pub fn plugin(&self, name: &str) -> Result<Vec<u8>> {
        let path = self
            .folder
            .join("assets/plugins")
            .join(format!("{name}.wasm"));
        std::fs::read(&path).with_context(|| path.display().to_string())
    }

    /// The themes that Zellij ships, as the texts of their files.
    pub fn themes(&self) -> Result<Vec<String>> {
        let files = std::fs::read_dir(self.folder.join("assets/themes"))?;
        files
            .map(|file| Ok(std::fs::read_to_string(file?.path())?))
            .collect()
    }

    /// A message by its full name, as in `api.event.Event`.
    fn message(&self, name: &str) -> Result<MessageDescriptor> {
        self.pool
            .get_message_by_name(name)
            .with_context(|| format!("Zellij has no message {name}"))
    }

    /// The bytes of a message that is written as JSON.
    pub fn encode(&self, name: &str, json: Json) -> Result<Vec<u8>> {
        let message = DynamicMessage::deserialize(self.message(name)?, json)?;
        Ok(message.encode_to_vec())
    }

    /// A message as JSON, with the field names of the definitions.
    pub fn decode(&self, name: &str, bytes: &[u8]) -> Result<Json> {
        let message = DynamicMessage::decode(self.message(name)?, bytes)?;
        let options = prost_reflect::SerializeOptions::new().use_proto_field_name(true);
        Ok(message.serialize_with_options(serde_json::value::Serializer, &options)?)
    }

    /// A finished command: its output goes in as bytes.
    pub fn finished(&self, status: i32, stdout: &[u8], context: &Json) -> Result<Vec<u8>> {
        let payload = serde_json::json!({ "exit_code": status, "context": context });
        let result = self.message("api.event.RunCommandResultPayload")?;
        let mut result = DynamicMessage::deserialize(result, payload)?;
        let bytes = prost_reflect::Value::Bytes(stdout.to_vec().into());
        result.set_field_by_name("stdout", bytes);
        let event = serde_json::json!({ "name": "RunCommandResult" });
        let mut event = DynamicMessage::deserialize(self.message("api.event.Event")?, event)?;
        let result = prost_reflect::Value::Message(result);
        event.set_field_by_name("run_command_result_payload", result);
        Ok(event.encode_to_vec())
    }
}
