"""The endpoint is killed while it makes an image, and makes it once."""

from tests.api.contract import a_name

DEBIAN = "projects/debian-cloud/global/images/family/debian-12"
MOMENTS = (
    "create_copy:after",
    "upload:after",
    "describe:after",
    "delete the copy:after",
    "finish:before",
)


def test_an_image_is_made_once_however_often_the_endpoint_dies(endpoint, devcloud, project):
    connection, name = devcloud.connection("admin", project.name), a_name("image")

    def volumes():
        return {volume.name for volume in connection.block_storage.volumes()}

    def images():
        owner = connection.current_project_id
        return {image.name for image in connection.image.images() if image.owner == owner}

    volumes_before, images_before = volumes(), images()
    wanted = {"name": name, "sourceImage": DEBIAN, "labels": {"a": "b"}}
    again = endpoint.begin("POST", "global/images", json=wanted)
    endpoint.die_at(MOMENTS)
    endpoint.live()
    api = endpoint.api()
    assert "error" not in api.finished(again())
    shown = api("images.get", image=name)
    assert (shown["status"], shown["labels"]) == ("READY", {"a": "b"})
    assert images() - images_before == {name}
    assert volumes() - volumes_before == set()
    api.done("images.delete", image=name)
